// SPDX-License-Identifier: BSL-1.0
//
// Frozen: runs its layer as an evaluation does, and nothing back through it.
#pragma once

#include "tenon/dsl/compose/frozen.hpp"
#include "tenon/lowered.hpp"
#include "tenon/lowered/inspected.hpp"

#include <cstddef>

namespace tenon {

template <class Layer, class In>
struct Lowered<Frozen<Layer>, In> {
    using Machine = Lowered<Layer, In>;

    template <std::size_t Batch, class Real, class Memory>
    static void forward(const Element<In, Real>* x, Real* y, Memory memory) {
        Machine::template forward<Batch>(x, y, evaluation<Real>(memory));
    }
    template <std::size_t Batch, class Real, std::size_t Most>
    static void forward(const Element<In, Real>* x, Real* y, Streaming<Real, Most> memory) {
        using Own = typename detail::HandedTo<typename Layer::template Joint<In>, Streaming<Real, Most>>::type;
        const Streaming<Real, Most> all{evaluation<Real>(memory), memory.state, memory.is_steady};
        Machine::template forward<Batch>(x, y, static_cast<const Own&>(all));
    }
    /// A Trainer has seen to it that nobody in front wants dx.
    template <std::size_t Batch, class Real>
    static void backward(const Element<In, Real>*, const Real*, const Real*, std::nullptr_t, Training<Real>) {}

  private:
    /// The layer's tensors are buffers, its parameters first.
    template <class Real, class Memory>
    static Evaluation<Real> evaluation(const Memory& memory) {
        constexpr std::size_t learned = block_size(Layer::template Joint<In>::parameters);
        const Real* const tensors = memory.buffers;
        return {.parameters = tensors, .buffers = tensors + learned, .scratch = memory.scratch, .next = memory.next};
    }
};

} // namespace tenon
