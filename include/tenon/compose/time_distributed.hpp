// SPDX-License-Identifier: BSL-1.0
//
// TimeDistributed: runs its layers on all positions of all examples at once, since they lie behind one another.
#pragma once

#include "tenon/compose/sequential.hpp"
#include "tenon/dsl/compose/time_distributed.hpp"
#include "tenon/lowered.hpp"

#include <cstddef>

namespace tenon {

template <class... Layers, class In>
struct Lowered<TimeDistributed<Layers...>, In> {
    using Form = TimeDistributed<Layers...>;
    using Machine = Lowered<typename Form::Inner, typename Form::template Position<In>>;
    template <std::size_t Batch>
    static constexpr std::size_t examples = Batch * In::extents[0];

    /// x (Batch, positions, …), y (Batch, positions, …).
    template <std::size_t Batch, class Real, class Memory>
    static void forward(const Real* x, Real* y, Memory memory) {
        Machine::template forward<examples<Batch>>(x, y, at_positions(memory));
    }
    template <std::size_t Batch, class Real, class Pointer, class Memory>
    static void backward(const Real* x, const Real* y, const Real* dy, Pointer dx, Memory memory) {
        Machine::template backward<examples<Batch>>(x, y, dy, dx, at_positions(memory));
    }

  private:
    template <class Memory>
    static Memory at_positions(Memory memory) {
        if constexpr (requires { memory.rng_key; }) memory.rng_key = memory.rng_key.for_each_of(In::extents[0]);
        return memory;
    }
};

} // namespace tenon
