// SPDX-License-Identifier: BSL-1.0
//
// What every layer that works on each element by itself has in common. Such a layer gives, for vectors of any width,
//     value(x) = y   and   gradient(x, y, dy) = dx.
#pragma once

#include "tenon/kernels/pointwise.hpp"
#include "tenon/lowered.hpp"

#include <cstddef>
#include <type_traits>

namespace tenon {

template <class Function, class In>
struct LoweredPointwise {
    using PointwiseFunction = Function;

    /// x, y (Batch, …): y = value(x).
    template <std::size_t Batch, class Real, class Memory>
    static void forward(const Real* x, Real* y, Memory memory) {
        kernels::map<Batch * In::size>(x, y, [](auto value) { return Function::value(value); }, memory.team);
    }

    /// dx = gradient(x, y, dy).
    template <std::size_t Batch, class Real, class Pointer>
    static void backward(const Real* x, const Real* y, const Real* dy, Pointer dx,
                         [[maybe_unused]] Training<Real> memory) {
        if constexpr (!std::is_null_pointer_v<Pointer>) {
            const auto gradient = [](auto value, auto result, auto upstream) {
                return Function::gradient(value, result, upstream);
            };
            kernels::zip<Batch * In::size>(x, y, dy, dx, gradient, memory.team);
        }
    }
};

} // namespace tenon
