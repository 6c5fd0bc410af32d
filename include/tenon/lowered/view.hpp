// SPDX-License-Identifier: BSL-1.0
//
// A layer whose output is its input under another shape. Within a form it costs nothing, since nobody runs it; a net
// that is nothing but views copies.
#pragma once

#include "tenon/lowered.hpp"

#include <algorithm>
#include <cstddef>
#include <type_traits>

namespace tenon {

template <class Layer, class In>
inline constexpr bool is_view = Layer::template Joint<In>::view;

template <class In>
struct LoweredView {
    template <std::size_t Batch, class Real, class Memory>
    static void forward(const Real* x, Real* y, Memory) {
        std::copy_n(x, Batch * In::size, y);
    }
    template <std::size_t Batch, class Real, class Pointer>
    static void backward(const Real*, const Real*, const Real* dy, Pointer dx, Training<Real>) {
        if constexpr (!std::is_null_pointer_v<Pointer>) std::copy_n(dy, Batch * In::size, dx);
    }
};

} // namespace tenon
