// SPDX-License-Identifier: BSL-1.0
//
// Gelu: y = x · Φ(x), exactly or by tanh.
#pragma once

#include "tenon/dsl/layers/gelu.hpp"
#include "tenon/lowered/pointwise.hpp"
#include "tenon/simd/elementary.hpp"

namespace tenon {

namespace detail {

template <auto... Spec>
struct GeluFunction {
    static constexpr double root_half = 0.70710678118654752440;           ///< √(1/2)
    static constexpr double normal_density_at_0 = 0.39894228040143267794; ///< 1/√(2π)
    static constexpr double root_two_by_pi = 0.79788456080286535588;      ///< √(2/π)
    static constexpr double cubic = 0.044715;
    template <class Vector>
    static Vector constant(double number) {
        return Vector(static_cast<typename Vector::value_type>(number));
    }

    /// Φ(x), or what stands for it.
    template <class Vector>
    static Vector distribution(Vector x) {
        const auto half = constant<Vector>(0.5);
        if constexpr (Gelu<Spec...>::by_tanh)
            return simd::multiply_add(half, simd::tanh(argument(tamed(x))), half);
        else
            return simd::multiply_add(half, simd::error_function(constant<Vector>(root_half) * x), half);
    }
    /// x, or the nearest number where nothing overflows and tanh is ±1 anyway.
    template <class Vector>
    static Vector tamed(Vector x) {
        const auto lowest = constant<Vector>(-30);
        return -simd::maximum(lowest, -simd::maximum(lowest, x));
    }
    /// √(2/π) · (x + 0.044715 x³).
    template <class Vector>
    static Vector argument(Vector x) {
        return constant<Vector>(root_two_by_pi) * simd::multiply_add(constant<Vector>(cubic) * x, x * x, x);
    }
    /// Φ'(x): the density exp(−x²/2) / √(2π), or, with t = tanh(u(x)) = 2Φ − 1, (1 − t²) · u'(x) / 2.
    template <class Vector>
    static Vector density(Vector x, [[maybe_unused]] Vector share) {
        if constexpr (Gelu<Spec...>::by_tanh) {
            const Vector near = tamed(x);
            const Vector slope = constant<Vector>(root_two_by_pi) *
                                 simd::multiply_add(constant<Vector>(3 * cubic) * near, near, Vector(1));
            return constant<Vector>(2) * share * (Vector(1) - share) * slope;
        } else {
            return constant<Vector>(normal_density_at_0) * simd::exponential(constant<Vector>(-0.5) * x * x);
        }
    }

    template <class Vector>
    static Vector value(Vector x) {
        return x * distribution(x);
    }
    /// gelu' = Φ + x · Φ'.
    template <class Vector>
    static Vector gradient(Vector x, Vector, Vector dy) {
        const Vector share = distribution(x);
        return dy * simd::multiply_add(x, density(x, share), share);
    }
};

} // namespace detail

template <auto... Spec, class In>
struct Lowered<Gelu<Spec...>, In> : LoweredPointwise<detail::GeluFunction<Spec...>, In, Gelu<Spec...>::transcendental> {
};

} // namespace tenon
