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

/// `Transcendental`: the function computes exponentials, and meanwhile the processor has time to fetch what is needed
/// next.
template <class Function, class In, bool Transcendental = false>
struct LoweredPointwise {
    using PointwiseFunction = Function;

    /// x, y (Batch, …): y = value(x).
    template <std::size_t Batch, class Real>
    static void forward(const Real* x, Real* y, Training<Real> memory) {
        kernels::map<Batch * In::size>(x, y, Apply{}, memory.team, memory.next);
    }
    template <std::size_t Batch, class Real>
    static void forward(const Real* x, Real* y, Evaluation<Real> memory) {
        if constexpr (Transcendental && Batch * In::size * sizeof(Real) <= few)
            kernels::map_before<Batch * In::size>(memory.next, x, y, Apply{});
        else
            kernels::map<Batch * In::size>(x, y, Apply{});
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

  private:
    static constexpr std::size_t few = 2048; ///< bytes: twelve times as many stay in the first cache
    struct Apply {
        template <class Vector>
        Vector operator()(Vector x) const {
            return Function::value(x);
        }
    };
};

} // namespace tenon
