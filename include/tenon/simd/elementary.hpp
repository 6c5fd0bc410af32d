// SPDX-License-Identifier: BSL-1.0
//
// Elementary functions of vectors. In float they are our own, with the same bits on every processor with fused
// multiply-adds; in double they are xsimd's.
#pragma once

#include "tenon/simd/vector.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <type_traits>

#if defined(__clang__) // as in vector.hpp
#pragma float_control(precise, on, push)
#endif

namespace tenon::simd {

/// coefficients[0] + coefficients[1] · x + …, by Horner's rule, each step rounded once.
template <std::size_t Count, class Real>
Vector<Real> polynomial(Vector<Real> x, const std::array<Real, Count>& coefficients) {
    Vector<Real> sum = broadcast(coefficients[Count - 1]);
    TENON_UNROLL
    for (std::size_t index = Count - 1; index > 0; --index) {
        sum = multiply_add(sum, x, broadcast(coefficients[index - 1]));
    }
    return sum;
}

/// exp(r) = (1 + r) + r² · p(r) for |r| up to ln 2 / 2, p fitted to 4e-9.
inline constexpr std::array<float, 5> exponential_coefficients{0x1.fffffcp-2F, 0x1.555492p-3F, 0x1.5558f2p-5F,
                                                               0x1.123a2p-7F, 0x1.6a23cep-10F};

/// a = r + n ln 2 for a from −87.9 to 89, with n the whole number nearest to a / ln 2, from −127 to 128, and 2ⁿ.
struct Reduced {
    Vector<float> r, power;
};
inline Reduced reduced(Vector<float> a) {
    using Bits = xsimd::batch<std::int32_t>;
    // What is added to 1.5 · 2²³ keeps its whole part in the last bits; 127 more makes them 2ⁿ's exponent.
    const auto rounding = broadcast(0x1.8p23F + 127);
    const auto shifted = multiply_add(a, broadcast(0x1.715476p+0F), rounding);
    const auto n = shifted - rounding;
    return {multiply_add(n, broadcast(-0x1.7f7d1cp-20F), multiply_add(n, broadcast(-0x1.62e4p-1F), a)),
            xsimd::bitwise_cast<Vector<float>>(xsimd::bitwise_cast<Bits>(shifted) << 23)};
}

/// exp(a) from −87.9 to 89: 2ⁿ · exp(r).
inline Vector<float> exponential_in_range(Vector<float> a) {
    const auto [r, power] = reduced(a);
    return multiply_add(r * r, polynomial(r, exponential_coefficients), r + broadcast(1.0F)) * power;
}

/// exp(a), 0 below −87.34 and infinite above 88.37 in float. In float its bits are the same on every processor with
/// fused multiply-adds.
template <class Real>
Vector<Real> exponential(Vector<Real> a) {
    if constexpr (std::is_same_v<Real, float>) {
        return exponential_in_range(minimum(broadcast(89.0F), maximum(broadcast(-87.9F), a)));
    } else {
        return xsimd::exp(a);
    }
}

/// tanh(a). In float its bits are the same on every processor with fused multiply-adds: a + a³ · p(a²) near 0, p fitted
/// to 4.4e-9, and ±(1 − 2 / (exp(2|a|) + 1)) elsewhere. A quotient of two polynomials took 0.25 ns an element instead
/// of 0.37, but is off by 5 units of the last place.
template <class Real>
Vector<Real> tanh(Vector<Real> a) {
    if constexpr (std::is_same_v<Real, float>) {
        constexpr std::array<float, 5> fitted{-0x1.555532p-2F, 0x1.110726p-3F, -0x1.b83c5ap-5F, 0x1.52269cp-6F,
                                              -0x1.75e1cep-8F};
        const auto one = broadcast(1.0F), two = broadcast(2.0F), size = absolute(a), square = a * a;
        const auto far = one - quotient(two, exponential_in_range(two * minimum(broadcast(9.5F), size)) + one);
        const auto near = multiply_add(size * square, polynomial(square, fitted), size);
        return with_sign_of(a, xsimd::select(size > broadcast(0.625F), far, near));
    } else {
        return xsimd::tanh(a);
    }
}

/// exp(a) - 1, exact near 0: with n and r as in `exponential_in_range`, 2ⁿ · (exp(r) − 1) + (2ⁿ − 1).
template <class Real>
Vector<Real> exponential_minus_one(Vector<Real> a) {
    if constexpr (std::is_same_v<Real, float>) {
        const auto near = minimum(broadcast(80.0F), maximum(broadcast(-87.0F), a));
        const auto [r, scale] = reduced(near);
        const auto part = multiply_add(r * r, polynomial(r, exponential_coefficients), r);
        return xsimd::select(a > broadcast(80.0F), exponential(a), multiply_add(scale, part, scale - broadcast(1.0F)));
    } else {
        return xsimd::expm1(a);
    }
}

/// log(1 + a) for a finite a of 0 or above, exact near 0. With 1 + a = 2ᵏ · (1 + f), f from √½ − 1 to √2 − 1, it is
/// k ln 2 + f − f²/2 + f³ · p(f), p fitted to 6e-9, and what 1 + a was rounded by, over 1 + a.
template <class Real>
Vector<Real> logarithm_of_one_plus(Vector<Real> a) {
    if constexpr (std::is_same_v<Real, float>) {
        using Bits = xsimd::batch<std::int32_t>;
        constexpr std::array<float, 8> fitted{0x1.555554p-2F, -0x1.000228p-2F, 0x1.99a008p-3F, -0x1.547242p-3F,
                                              0x1.22da18p-3F, -0x1.0d854ep-3F, 0x1.055b9ap-3F, -0x1.38b5b4p-4F};
        constexpr std::int32_t root_half = 0x3f3504f3; // as bits
        const auto one = broadcast(1.0F), sum = a + one;
        const Bits above = xsimd::bitwise_cast<Bits>(sum) - Bits(root_half);
        const auto k = xsimd::to_float(above >> 23);
        const auto f = xsimd::bitwise_cast<Vector<float>>((above & Bits(0x7fffff)) + Bits(root_half)) - one;
        const auto square = f * f;
        auto tail = multiply_add(f * square, polynomial(f, fitted), quotient(a - (sum - one), sum));
        tail = multiply_add(k, broadcast(0x1.7f7d1cp-20F), multiply_add(broadcast(-0.5F), square, tail));
        return multiply_add(k, broadcast(0x1.62e4p-1F), f + tail);
    } else {
        return xsimd::log1p(a);
    }
}

/// erf(a) = 2/√π · ∫ exp(−t²) dt from 0 to a. In float a + a · p(a²) near 0, p fitted to 1.2e-8, and elsewhere, with
/// t = 1 / (1 + |a|/2), ±(1 − exp(−a²) · t · q(t)), q fitted to 2.4e-9 of the whole.
template <class Real>
Vector<Real> error_function(Vector<Real> a) {
    if constexpr (std::is_same_v<Real, float>) {
        constexpr std::array<float, 6> near_0{0x1.06eba6p-3F,  -0x1.8126fap-2F, 0x1.ce1dd2p-4F,
                                              -0x1.b6bedcp-6F, 0x1.4876a4p-8F,  -0x1.3f4eep-11F};
        constexpr std::array<float, 5> beyond{0x1.19964cp-2F, 0x1.6204ep-2F, 0x1.50a662p-6F, 0x1.21e634p-1F,
                                              -0x1.a8ff12p-3F};
        const auto one = broadcast(1.0F), size = absolute(a), square = a * a;
        const auto near = multiply_add(size, polynomial(square, near_0), size);
        const auto bounded = minimum(broadcast(9.0F), size);
        const auto t = quotient(one, multiply_add(broadcast(0.5F), bounded, one));
        const auto rest = exponential_in_range(-bounded * bounded) * t;
        const auto far = multiply_add(-rest, polynomial(t, beyond), one);
        return with_sign_of(a, xsimd::select(size > broadcast(0.875F), far, near));
    } else {
        return xsimd::erf(a);
    }
}

} // namespace tenon::simd

#if defined(__clang__)
#pragma float_control(pop)
#endif
