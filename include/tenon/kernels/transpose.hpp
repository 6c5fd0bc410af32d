// SPDX-License-Identifier: BSL-1.0
//
// The transpose of a matrix of constant size, in squares that are transposed in registers.
#pragma once

#include "tenon/kernels/strips.hpp"
#include "tenon/kernels/team.hpp"
#include "tenon/simd/vector.hpp"

#include <array>
#include <cstddef>
#include <utility>

namespace tenon::simd {

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
[[gnu::always_inline]] inline void transpose(std::array<Vector<Real>, lanes<Real>>& rows) {
    TENON_UNROLL
    for (std::size_t row = 0; row < lanes<Real>; ++row) {
        if ((row & Distance) == 0) exchange<Distance, Real>(rows[row], rows[row + Distance]);
    }
    if constexpr (Distance > 1) transpose<Real, Distance / 2>(rows);
}

/// Reals in 16 bytes, which AVX loads into any place of a vector without the one unit that exchanges lanes.
template <class Real>
inline constexpr std::size_t block = 16 / sizeof(Real);

/// A vector of blocks that lie `stride` apart.
template <class Real>
Vector<Real> load_blocks(const Real* from, [[maybe_unused]] std::size_t stride) {
#if defined(__AVX512F__)
    const auto at = [=](std::size_t index) {
        return _mm_loadu_ps(reinterpret_cast<const float*>(from + index * stride));
    };
    auto blocks = _mm512_castps128_ps512(at(0));
    blocks = _mm512_mask_broadcast_f32x4(blocks, 0x00f0, at(1));
    blocks = _mm512_mask_broadcast_f32x4(blocks, 0x0f00, at(2));
    blocks = _mm512_mask_broadcast_f32x4(blocks, 0xf000, at(3));
    return reinterpret_cast<typename Vector<Real>::register_type>(blocks);
#elif defined(__AVX2__)
    const auto at = [=](std::size_t index) {
        return _mm_loadu_ps(reinterpret_cast<const float*>(from + index * stride));
    };
    const auto blocks = _mm256_insertf128_ps(_mm256_castps128_ps256(at(0)), at(1), 1);
    return reinterpret_cast<typename Vector<Real>::register_type>(blocks);
#else
    return load<lanes<Real>>(from);
#endif
}

/// The transpose of the square at `from`, whose rows lie `stride` apart: blocks find their places as they are loaded.
template <class Real>
[[gnu::always_inline]] inline std::array<Vector<Real>, lanes<Real>> load_transposed(const Real* from,
                                                                                    std::size_t stride) {
    std::array<Vector<Real>, lanes<Real>> columns;
    TENON_UNROLL
    for (std::size_t index = 0; index < lanes<Real>; ++index) {
        const std::size_t row = index % block<Real>, column = index - row;
        columns[index] = load_blocks(from + row * stride + column, block<Real> * stride);
    }
    transpose<Real, block<Real> / 2>(columns);
    return columns;
}

} // namespace tenon::simd

namespace tenon::kernels {

/// to (Columns, Rows) = from (Rows, Columns) transposed. Rows of from lie `Stride` apart.
template <std::size_t Rows, std::size_t Columns, class Real, std::size_t Stride = Columns,
          class Helpers = std::nullptr_t>
void transpose(const Real* from, Real* to, Helpers team = nullptr) {
    const auto turn = [=](std::size_t row, auto height, std::size_t column, auto width) {
        constexpr std::size_t lanes = simd::lanes<Real>;
        std::array<simd::Vector<Real>, lanes> square;
        if constexpr (height == lanes && width == lanes) {
            square = simd::load_transposed(from + row * Stride + column, Stride);
        } else {
            square.fill(simd::broadcast(Real{0}));
            TENON_UNROLL
            for (std::size_t index = 0; index < decltype(height)::value; ++index) {
                square[index] = simd::load<width>(from + (row + index) * Stride + column);
            }
            simd::transpose<Real>(square);
        }
        TENON_UNROLL
        for (std::size_t index = 0; index < decltype(width)::value; ++index) {
            simd::store<height>(to + (column + index) * Rows + row, square[index]);
        }
    };
    parallel_for<Rows * Columns * element_work>(team, [=](auto part) {
        simd::for_each_vector<Real, Rows>([&](std::size_t row, auto height) {
            for_each_vector<Real, Columns>(part,
                                           [&](std::size_t column, auto width) { turn(row, height, column, width); });
        });
    });
}

} // namespace tenon::kernels
