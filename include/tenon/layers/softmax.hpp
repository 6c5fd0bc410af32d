// SPDX-License-Identifier: BSL-1.0
//
// Softmax: y = exp(x) / Σ exp(x) at every position.
#pragma once

#include "tenon/dsl/layers/softmax.hpp"
#include "tenon/kernels/softmax.hpp"
#include "tenon/lowered.hpp"

#include <cstddef>
#include <type_traits>

namespace tenon {

template <class In>
struct Lowered<Softmax, In> {
    /// x, y (Batch, …, classes).
    template <std::size_t Batch, class Real, class Memory>
    static void forward(const Real* x, Real* y, Memory) {
        kernels::softmax<Batch * In::positions, In::features>(x, y);
    }

    /// dx = y · (dy − Σ dy · y).
    template <std::size_t Batch, class Real, class Pointer>
    static void backward(const Real*, const Real* y, const Real* dy, Pointer dx, Training<Real>) {
        if constexpr (!std::is_null_pointer_v<Pointer>) {
            kernels::softmax_backward<Batch * In::positions, In::features>(y, dy, dx);
        }
    }
};

} // namespace tenon
