// SPDX-License-Identifier: BSL-1.0
//
// Frozen: runs its layer as an evaluation does, and nothing back through it.
#pragma once

#include "tenon/dsl/compose/frozen.hpp"
#include "tenon/lowered.hpp"

#include <cstddef>

namespace tenon {

template <class Layer, class In>
struct Lowered<Frozen<Layer>, In> {
    using Machine = Lowered<Layer, In>;

    template <std::size_t Batch, class Real, class Memory>
    static void forward(const Element<In, Real>* x, Real* y, Memory memory) {
        constexpr std::size_t learned = block_size(Layer::template Joint<In>::parameters);
        const Real* tensors = memory.buffers;
        Machine::template forward<Batch>(
            x, y,
            Evaluation<Real>{
                .parameters = tensors, .buffers = tensors + learned, .scratch = memory.scratch, .next = memory.next});
    }
    /// A Trainer has seen to it that nobody in front wants dx.
    template <std::size_t Batch, class Real>
    static void backward(const Element<In, Real>*, const Real*, const Real*, std::nullptr_t, Training<Real>) {}
};

} // namespace tenon
