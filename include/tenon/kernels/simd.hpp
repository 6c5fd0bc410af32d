// SPDX-License-Identifier: BSL-1.0
//
// The one door to xsimd: the operations that the kernels use, each tested. xsimd 8.1 has operations that are wrong,
// missing or unfused on AVX-512, so nothing else in tenon names it.
#pragma once

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
#include <type_traits>
#include <utility>

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

/// The larger of a and b; b where either is NaN.
template <class Real>
Vector<Real> maximum(Vector<Real> a, Vector<Real> b) {
    return xsimd::max(a, b);
}
template <class Real>
Vector<Real> exponential(Vector<Real> a) {
    return xsimd::exp(a);
}
template <class Real>
Vector<Real> hyperbolic_tangent(Vector<Real> a) {
    return xsimd::tanh(a);
}
/// exp(a) - 1, exact near 0.
template <class Real>
Vector<Real> exponential_minus_one(Vector<Real> a) {
    return xsimd::expm1(a);
}
/// log(1 + a), exact near 0.
template <class Real>
Vector<Real> logarithm_of_one_plus(Vector<Real> a) {
    return xsimd::log1p(a);
}
/// erf(a) = 2/√π · ∫ exp(−t²) dt from 0 to a.
template <class Real>
Vector<Real> error_function(Vector<Real> a) {
    return xsimd::erf(a);
}
template <class Real>
Vector<Real> absolute(Vector<Real> a) {
    return xsimd::abs(a);
}

/// `value` in the lanes where `of` is above 0, and `otherwise` elsewhere.
template <class Real>
Vector<Real> where_positive(Vector<Real> of, Vector<Real> value, Vector<Real> otherwise = Vector<Real>(Real{0})) {
    return xsimd::select(of > Vector<Real>(Real{0}), value, otherwise);
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

/// Exchanges lanes between two rows of a matrix: of every 2 · Distance neighbouring lanes, the upper half of `a` and
/// the lower half of `b` change places.
template <std::size_t Distance, class Real>
void exchange(Vector<Real>& a, Vector<Real>& b) {
    constexpr int size = static_cast<int>(lanes<Real>), distance = static_cast<int>(Distance);
    using Register = typename Vector<Real>::register_type;
    const Register above = a, below = b;
    [&]<int... Lane>(std::integer_sequence<int, Lane...>) {
        a = Vector<Real>(
            __builtin_shufflevector(above, below, ((Lane & distance) == 0 ? Lane : size + Lane - distance)...));
        b = Vector<Real>(
            __builtin_shufflevector(above, below, ((Lane & distance) == 0 ? Lane + distance : size + Lane)...));
    }(std::make_integer_sequence<int, size>{});
}

/// Transposes a square of `lanes` rows: halves are exchanged between rows far apart, then quarters, down to single
/// lanes.
template <class Real, std::size_t Distance = lanes<Real> / 2>
void transpose(std::array<Vector<Real>, lanes<Real>>& rows) {
    TENON_UNROLL
    for (std::size_t row = 0; row < lanes<Real>; ++row) {
        if ((row & Distance) == 0) exchange<Distance, Real>(rows[row], rows[row + Distance]);
    }
    if constexpr (Distance > 1) transpose<Real, Distance / 2>(rows);
}

/// Neighbouring columns of a row-major matrix: `Width` vectors, the last of which has `Last` lanes.
template <class Real, std::size_t Width, std::size_t Last>
struct Strip {
    static constexpr std::size_t width = Width;
    static constexpr std::size_t columns = (Width - 1) * lanes<Real> + Last;
    using Vectors = std::array<Vector<Real>, Width>;

    static Vectors load(const Real* from) {
        return [&]<std::size_t... Index>(std::index_sequence<Index...>) {
            return Vectors{simd::load<(Index + 1 == Width ? Last : lanes<Real>)>(from + Index * lanes<Real>)...};
        }(std::make_index_sequence<Width>{});
    }
    static void store(Real* to, const Vectors& vectors) {
        [&]<std::size_t... Index>(std::index_sequence<Index...>) {
            (simd::store<(Index + 1 == Width ? Last : lanes<Real>)>(to + Index * lanes<Real>, vectors[Index]), ...);
        }(std::make_index_sequence<Width>{});
    }
    static Vectors sum(Vectors left, const Vectors& right) {
        for (std::size_t index = 0; index < Width; ++index) left[index] = left[index] + right[index];
        return left;
    }
    static Vectors filled(Real value) {
        Vectors vectors;
        vectors.fill(broadcast(value));
        return vectors;
    }
};

/// Cuts `Columns` into strips of nearly equal width, `Widest` vectors at the most where they divide so, and calls
/// `body(first column, Strip)` for each from left to right.
template <class Real, std::size_t Columns, std::size_t Widest, class Body>
void for_each_strip(Body&& body) {
    constexpr std::size_t vectors = (Columns + lanes<Real> - 1) / lanes<Real>;
    constexpr std::size_t strips = (vectors + Widest - 1) / Widest;
    constexpr std::size_t narrow = vectors / strips;
    constexpr std::size_t wider = vectors % strips; // so many strips, the first ones, have one vector more
    constexpr std::size_t last = Columns - (vectors - 1) * lanes<Real>;
    std::size_t column = 0;
    if constexpr (wider > 0) {
        for (std::size_t strip = 0; strip < wider; ++strip, column += (narrow + 1) * lanes<Real>) {
            body(column, Strip<Real, narrow + 1, lanes<Real>>{});
        }
    }
    for (std::size_t strip = wider; strip + 1 < strips; ++strip, column += narrow * lanes<Real>) {
        body(column, Strip<Real, narrow, lanes<Real>>{});
    }
    body(column, Strip<Real, narrow, last>{});
}

/// Calls `body(first element, count)` for `Size` elements in vectors, `count` being a constant below `lanes` at the
/// end.
template <class Real, std::size_t Size, class Body>
void for_each_vector(Body&& body) {
    constexpr std::size_t whole = Size / lanes<Real> * lanes<Real>;
    for (std::size_t element = 0; element < whole; element += lanes<Real>) {
        body(element, std::integral_constant<std::size_t, lanes<Real>>{});
    }
    if constexpr (whole < Size) body(whole, std::integral_constant<std::size_t, Size - whole>{});
}

} // namespace tenon::simd
