// SPDX-License-Identifier: BSL-1.0
//
// The one door to xsimd: vectors, and the operations on them that the kernels use, each tested. xsimd 8.1 has
// operations that are wrong, missing or unfused on AVX-512 and on ARM, so nothing outside of this folder names it.
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

/// The value in a register: without this, compilers load what is used several times again for each use.
template <class Real>
Vector<Real> held(Vector<Real> a) {
    return rounded(a);
}

/// a / b, rounded to the nearest.
// On ARM, xsimd 8.1 divides floats by way of an estimate of 1 / b: the last digit is wrong, and so is the sign of 1 / b
// for a denormal b.
template <class Real>
Vector<Real> quotient(Vector<Real> a, Vector<Real> b) {
#if defined(__aarch64__)
    if constexpr (std::is_same_v<Real, float>) return vdivq_f32(a, b);
#endif
    return a / b;
}

/// Rounded to the nearest.
template <class Real>
Vector<Real> square_root(Vector<Real> a) {
    return xsimd::sqrt(a);
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
/// The larger of a and b; b where they are equal, and NaN where either is.
template <class Real>
Vector<Real> maximum_or_nan(Vector<Real> a, Vector<Real> b) {
    return xsimd::select(xsimd::isnan(a), a, maximum(a, b));
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

/// `value` in the lanes where `left` is less than `right`, and `otherwise` elsewhere, also where either is NaN.
template <class Real>
Vector<Real> where_less(Vector<Real> left, Vector<Real> right, Vector<Real> value, Vector<Real> otherwise) {
    return xsimd::select(left < right, value, otherwise);
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
