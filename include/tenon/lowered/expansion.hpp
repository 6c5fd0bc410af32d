// SPDX-License-Identifier: BSL-1.0
//
// A form that stands for another one and runs as that one.
#pragma once

#include "tenon/dsl/compose/stands_for.hpp"
#include "tenon/lowered.hpp"

#include <cstddef>

namespace tenon {

/// The base of `Lowered<Form, In>` for a form that derives from StandsFor.
template <class Form, class In>
struct LoweredExpansion {
    using Machine = Lowered<typename Form::Expansion, In>;

    template <std::size_t Batch, class Real, class Memory>
    static void forward(const Element<In, Real>* x, Real* y, Memory memory) {
        Machine::template forward<Batch>(x, y, memory);
    }
    template <std::size_t Batch, class Real, class Pointer, class Memory>
    static void backward(const Element<In, Real>* x, const Real* y, const Real* dy, Pointer dx, Memory memory) {
        Machine::template backward<Batch>(x, y, dy, dx, memory);
    }
};

} // namespace tenon
