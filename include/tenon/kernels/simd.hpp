// SPDX-License-Identifier: BSL-1.0
//
// The one door to xsimd: the operations that the kernels use, each tested. xsimd 8.1 has operations that are wrong,
// missing or unfused on AVX-512 and on ARM, so nothing else in tenon names it.
#pragma once

#include "tenon/dsl/compiler.hpp"

// Sums in another order cancel what exp and tanh are made of.
#if defined(__FAST_MATH__) || defined(__ASSOCIATIVE_MATH__) || __FINITE_MATH_ONLY__ + 0 > 0
#error "tenon is wrong with -ffast-math, -Ofast, -fassociative-math or -ffinite-math-only: compile with -O3 instead"
#endif
#if defined(__clang__) // which does not tell of -fassociative-math, but can be told to leave the order as it is
#pragma float_control(precise, on, push)
#endif

// g++ 12 warns about the undefined vectors inside its own intrinsics, wherever they are inlined.
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wuninitialized"
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif
#include <xsimd/xsimd.hpp>
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic pop
#endif

#include <array>
#include <cstddef>
#include <cstdint>
#include <type_traits>

#if defined(__GNUC__) && !defined(__clang__)
#define TENON_UNROLL _Pragma("GCC unroll 32")
#else
#define TENON_UNROLL _Pragma("clang loop unroll(full)")
#endif

#if defined(__aarch64__)
// On ARM, xsimd 8.1 divides floats by way of an estimate of 1 / b: the last digit is wrong, and so is the sign of
// 1 / b for a denormal b. Its operator / and its functions find this instead.
template <>
inline xsimd::batch<float, xsimd::neon64> xsimd::kernel::div<xsimd::neon64>(const xsimd::batch<float, xsimd::neon64>& a,
                                                                            const xsimd::batch<float, xsimd::neon64>& b,
                                                                            requires_arch<xsimd::neon>) noexcept {
    return vdivq_f32(a, b);
}
#endif

namespace tenon::simd {

template <class Real>
using Vector = xsimd::batch<Real>;

/// Numbers in a vector, and vectors that the processor holds at once.
template <class Real>
inline constexpr std::size_t lanes = Vector<Real>::size;
#if defined(__AVX512F__) || defined(__aarch64__)
inline constexpr std::size_t registers = 32;
#else
inline constexpr std::size_t registers = 16;
#endif

template <class Real>
Vector<Real> broadcast(Real value) {
    return Vector<Real>(value);
}

#if defined(__AVX2__)
/// A mask of AVX2: −1 in the first `Count` lanes, as wide as `Lane`.
template <class Lane, std::size_t Count>
__m256i first_lanes() {
    alignas(32) static constexpr auto mask = [] {
        std::array<Lane, 32 / sizeof(Lane)> all{};
        for (std::size_t lane = 0; lane < Count; ++lane) all[lane] = -1;
        return all;
    }();
    return _mm256_load_si256(reinterpret_cast<const __m256i*>(mask.data()));
}
#endif

/// The first `Count` numbers from memory of any alignment; the other lanes are 0, and their memory is not touched.
template <std::size_t Count, class Real>
Vector<Real> load(const Real* from) {
    static_assert(Count > 0 && Count <= lanes<Real>);
    if constexpr (Count == lanes<Real>) {
        return Vector<Real>::load_unaligned(from);
    } else {
#if defined(__AVX512F__)
        if constexpr (std::is_same_v<Real, float>)
            return _mm512_maskz_loadu_ps((1U << Count) - 1, from);
        else
            return _mm512_maskz_loadu_pd((1U << Count) - 1, from);
#elif defined(__AVX2__)
        if constexpr (std::is_same_v<Real, float>)
            return _mm256_maskload_ps(from, first_lanes<int, Count>());
        else
            return _mm256_maskload_pd(from, first_lanes<long long, Count>());
#else
        alignas(64) std::array<Real, lanes<Real>> padded{};
        for (std::size_t lane = 0; lane < Count; ++lane) padded[lane] = from[lane];
        return Vector<Real>::load_aligned(padded.data());
#endif
    }
}

/// Writes the first `Count` lanes and touches no other memory.
template <std::size_t Count, class Real>
void store(Real* to, Vector<Real> vector) {
    static_assert(Count > 0 && Count <= lanes<Real>);
    if constexpr (Count == lanes<Real>) {
        vector.store_unaligned(to);
    } else {
#if defined(__AVX512F__)
        if constexpr (std::is_same_v<Real, float>)
            _mm512_mask_storeu_ps(to, (1U << Count) - 1, vector);
        else
            _mm512_mask_storeu_pd(to, (1U << Count) - 1, vector);
#elif defined(__AVX2__)
        if constexpr (std::is_same_v<Real, float>)
            _mm256_maskstore_ps(to, first_lanes<int, Count>(), vector);
        else
            _mm256_maskstore_pd(to, first_lanes<long long, Count>(), vector);
#else
        alignas(64) std::array<Real, lanes<Real>> padded;
        vector.store_aligned(padded.data());
        for (std::size_t lane = 0; lane < Count; ++lane) to[lane] = padded[lane];
#endif
    }
}

/// a · b + c, rounded once where the processor has fused multiply-adds (x86-64-v3 and above, every 64-bit ARM).
template <class Real>
Vector<Real> multiply_add(Vector<Real> a, Vector<Real> b, Vector<Real> c) {
#if defined(__AVX512F__)
    if constexpr (std::is_same_v<Real, float>)
        return _mm512_fmadd_ps(a, b, c);
    else
        return _mm512_fmadd_pd(a, b, c);
#else
    return xsimd::fma(a, b, c);
#endif
}

/// The value as it would stand in memory: no compiler fuses the product that it is with a sum that it goes into.
template <class Real>
Vector<Real> rounded(Vector<Real> a) {
#if defined(__aarch64__)
    asm("" : "+w"(a.data));
#else
    asm("" : "+v"(a.data));
#endif
    return a;
}

/// The larger of a and b; b where they are equal or either is NaN.
template <class Real>
Vector<Real> maximum(Vector<Real> a, Vector<Real> b) {
#if defined(__aarch64__)
    return xsimd::select(a > b, a, b); // its own instruction gives NaN for either
#else
    return xsimd::max(a, b);
#endif
}
/// The smaller of a and b; b where they are equal or either is NaN.
template <class Real>
Vector<Real> minimum(Vector<Real> a, Vector<Real> b) {
#if defined(__aarch64__)
    return xsimd::select(a < b, a, b);
#else
    return xsimd::min(a, b);
#endif
}
template <class Real>
Vector<Real> absolute(Vector<Real> a) {
    return xsimd::abs(a);
}
/// The value of `size`, which is not negative, with the sign of `of`.
template <class Real>
Vector<Real> with_sign_of(Vector<Real> of, Vector<Real> size) {
    return xsimd::bitofsign(of) | size;
}

/// `value` in the lanes where `of` is above 0, and `otherwise` elsewhere.
template <class Real>
Vector<Real> where_positive(Vector<Real> of, Vector<Real> value, Vector<Real> otherwise = Vector<Real>(Real{0})) {
    return xsimd::select(of > Vector<Real>(Real{0}), value, otherwise);
}

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
Vector<Real> hyperbolic_tangent(Vector<Real> a) {
    if constexpr (std::is_same_v<Real, float>) {
        constexpr std::array<float, 5> fitted{-0x1.555532p-2F, 0x1.110726p-3F, -0x1.b83c5ap-5F, 0x1.52269cp-6F,
                                              -0x1.75e1cep-8F};
        const auto one = broadcast(1.0F), two = broadcast(2.0F), size = absolute(a), square = a * a;
        const auto far = one - two / (exponential_in_range(two * minimum(broadcast(9.5F), size)) + one);
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
        auto tail = multiply_add(f * square, polynomial(f, fitted), (a - (sum - one)) / sum);
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
        const auto t = one / multiply_add(broadcast(0.5F), bounded, one);
        const auto rest = exponential_in_range(-bounded * bounded) * t;
        const auto far = multiply_add(-rest, polynomial(t, beyond), one);
        return with_sign_of(a, xsimd::select(size > broadcast(0.875F), far, near));
    } else {
        return xsimd::erf(a);
    }
}
/// The first `Count` lanes, and 0 in the others.
template <std::size_t Count, class Real>
Vector<Real> first(Vector<Real> vector) {
    if constexpr (Count == lanes<Real>) {
        return vector;
    } else {
        alignas(64) std::array<Real, lanes<Real>> numbers;
        vector.store_aligned(numbers.data());
        return load<Count>(numbers.data());
    }
}

} // namespace tenon::simd

#if defined(__clang__)
#pragma float_control(pop)
#endif
