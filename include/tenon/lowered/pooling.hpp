// SPDX-License-Identifier: BSL-1.0
//
// The forward and backward that all pooling layers share, with a rule of `kernels/pooling.hpp`.
#pragma once

#include "tenon/kernels/pooling.hpp"
#include "tenon/kernels/ring.hpp"
#include "tenon/kernels/team.hpp"
#include "tenon/lowered.hpp"

#include <cstddef>
#include <type_traits>

namespace tenon {

/// `Positions` of the output, of windows over the positions of `In`.
template <class Rule, class In, std::size_t Positions, kernels::PoolingWindow Window>
struct LoweredPooling {
    static constexpr std::size_t features = In::features, out = Positions * features;
    /// Positions that have to have come before a window's last one.
    static constexpr std::size_t history = (Window.taps - 1) * Window.dilation;
    template <std::size_t Batch>
    static constexpr std::size_t work = Batch * out * Window.taps * kernels::term_work;

    /// x (Batch, positions, features), y (Batch, Positions, features).
    template <std::size_t Batch, class Real, class Memory>
    static void forward(const Real* x, Real* y, Memory memory) {
        kernels::parallel_for<work<Batch>>(memory.team, [=](auto part) {
            for (std::size_t example = part.begin(Batch); example < part.end(Batch); ++example)
                kernels::pool<Rule, Window, Positions, features>(x + example * In::size, y + example * out);
        });
    }

    /// x (new positions, features) behind those that the state holds.
    template <std::size_t Batch, class Real, std::size_t Most>
    static void forward(const Real* x, Real* y, Streaming<Real, Most> memory) {
        static_assert(Batch == 1 && Positions == In::positions, "a stream is one example");
        kernels::Ring<1, features, Real> ring(memory.state, history, Most);
        kernels::enter<Positions>(ring, x, memory.is_steady);
        const auto from = [&](std::size_t tap) { return ring.before(history - tap * Window.dilation); };
        kernels::pool_taps<Rule, Positions, Window.taps, features, features>(from, y);
        ring.template advance<Positions>();
    }

    /// dx: what the rule gives to each position, added up over the windows that it is in.
    template <std::size_t Batch, class Real, class Pointer>
    static void backward(const Real* x, const Real* y, const Real* dy, Pointer dx, Training<Real> memory) {
        if constexpr (!std::is_null_pointer_v<Pointer>) {
            kernels::parallel_for<work<Batch>>(memory.team, [=](auto part) {
                for (std::size_t example = part.begin(Batch); example < part.end(Batch); ++example)
                    kernels::pool_backward<Rule, Window, Positions, features, In::positions>(
                        x + example * In::size, y + example * out, dy + example * out, dx + example * In::size);
            });
        }
    }
};

/// A layer with a window in its brackets.
template <class Rule, class Layer, class In>
using LoweredPooling1d = LoweredPooling<
    Rule, In, Layer::template Joint<In>::positions,
    kernels::PoolingWindow{
        .taps = Layer::kernel, .step = Layer::stride, .dilation = Layer::dilation, .front = Layer::front}>;
/// A layer whose window is all of the input.
template <class Rule, class In>
using LoweredGlobalPooling =
    LoweredPooling<Rule, In, 1, kernels::PoolingWindow{.taps = In::positions, .step = 1, .dilation = 1, .front = 0}>;

} // namespace tenon
