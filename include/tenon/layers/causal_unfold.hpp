// SPDX-License-Identifier: BSL-1.0
//
// CausalUnfold: each position beside some before it.
#pragma once

#include "tenon/dsl/layers/causal_unfold.hpp"
#include "tenon/kernels/ring.hpp"
#include "tenon/lowered.hpp"

#include <algorithm>
#include <cstddef>
#include <type_traits>

namespace tenon {

template <auto... Spec, class In>
struct Lowered<CausalUnfold<Spec...>, In> {
    using Layer = CausalUnfold<Spec...>;
    static constexpr std::size_t positions = In::positions, features = In::features, count = Layer::count;

    /// x (Batch, positions, features), y (Batch, positions, count, features).
    template <std::size_t Batch, class Real, class Memory>
    static void forward(const Real* x, Real* y, Memory /*memory*/) {
        for_each_piece<Batch>([=](std::size_t from, std::size_t to, bool is_there) {
            if (is_there)
                std::copy_n(x + from, features, y + to);
            else
                std::fill_n(y + to, features, Real{0});
        });
    }

    /// x (new positions, features) behind those that the state holds.
    template <std::size_t Batch, class Real, std::size_t Most>
    static void forward(const Real* x, Real* y, Streaming<Real, Most> memory) {
        static_assert(Batch == 1, "a stream is one example");
        kernels::Ring<1, features, Real> ring(memory.state, Layer::history, Most);
        kernels::enter<positions>(ring, x, memory.is_steady);
        for (std::size_t piece = 0; piece < count; ++piece) {
            const Real* const from = ring.before(Layer::history - piece * Layer::dilation);
            for (std::size_t position = 0; position < positions; ++position)
                std::copy_n(from + position * features, features, y + (position * count + piece) * features);
        }
        ring.template advance<positions>();
    }

    /// dx[t] = Σ of its pieces' dy.
    template <std::size_t Batch, class Real, class Pointer>
    static void backward(const Real*, const Real*, const Real* dy, Pointer dx, Training<Real> /*memory*/) {
        if constexpr (!std::is_null_pointer_v<Pointer>) {
            std::fill_n(dx, Batch * In::size, Real{0});
            for_each_piece<Batch>([=](std::size_t from, std::size_t to, bool is_there) {
                for (std::size_t feature = 0; is_there && feature < features; ++feature)
                    dx[from + feature] += dy[to + feature];
            });
        }
    }

  private:
    /// Calls `body(where it comes from, where it goes, whether it is there)` for each piece of each position.
    template <std::size_t Batch, class Body>
    static void for_each_piece(Body body) {
        for (std::size_t row = 0; row < Batch * positions; ++row) {
            for (std::size_t piece = 0; piece < count; ++piece) {
                const std::size_t back = (count - 1 - piece) * Layer::dilation;
                body((row - back) * features, (row * count + piece) * features, row % positions >= back);
            }
        }
    }
};

} // namespace tenon
