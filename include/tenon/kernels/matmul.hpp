// SPDX-License-Identifier: BSL-1.0
//
// Matrix products of constant sizes. Each output is one chain of fused multiply-adds in the order of the inner index,
// so its bits depend neither on the tile nor on the width of a vector.
#pragma once

#include "tenon/kernels/pointwise.hpp"
#include "tenon/kernels/simd.hpp"
#include "tenon/kernels/strips.hpp"
#include "tenon/kernels/team.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <type_traits>

namespace tenon::kernels {

namespace detail {

/// Distances in memory between neighbours in a matrix product c (rows, columns) = a (rows, inner) · b (inner, columns).
struct Strides {
    std::size_t a_row, a_inner, b_inner, c_row;
};

/// `Height` rows of c in one strip of columns. The sums stay in registers; `start` (a row, or nullptr for 0) begins
/// them.
template <std::size_t Height, std::size_t Inner, Strides Step, class Strip, class Real>
void tile(const Real* a, const Real* b, const Real* start, Real* c) {
    typename Strip::Vectors sums[Height];
    const auto begin = start ? Strip::load(start) : Strip::filled(0);
    TENON_UNROLL
    for (std::size_t row = 0; row < Height; ++row) sums[row] = begin;
    for (std::size_t inner = 0; inner < Inner; ++inner) {
        const auto right = Strip::load(b + inner * Step.b_inner);
        TENON_UNROLL
        for (std::size_t row = 0; row < Height; ++row) {
            const auto left = simd::broadcast(a[row * Step.a_row + inner * Step.a_inner]);
            TENON_UNROLL
            for (std::size_t index = 0; index < Strip::width; ++index) {
                sums[row][index] = simd::multiply_add(left, right[index], sums[row][index]);
            }
        }
    }
    TENON_UNROLL
    for (std::size_t row = 0; row < Height; ++row) Strip::store(c + row * Step.c_row, sums[row]);
}

/// Sums that a tile keeps in registers, in vectors.
inline constexpr std::size_t tile_sums = simd::registers * 3 / 4;

/// All of c: strips of columns outside, so that a strip of b stays in the first cache while the rows pass; tiles of nearly
/// equal height. Few rows take wider strips, so that there are sums enough to hide the latency of an addition, and a lone
/// row reads b in order. A part takes whole rows where there are tiles enough to cut them evenly: neighbours in memory
/// should not be written by two processors. Otherwise strips are cut as well.
template <std::size_t Rows, std::size_t Inner, std::size_t Columns, Strides Step, class Real, class Share>
void product(const Real* a, const Real* b, const Real* start, Real* c, Share part) {
    constexpr std::size_t widest = std::clamp<std::size_t>(tile_sums / Rows, 2, tile_sums);
    simd::for_each_strip<Real, Columns, widest>([&](std::size_t column, auto strip) {
        using Strip = decltype(strip);
        constexpr std::size_t tallest = std::min<std::size_t>(tile_sums / Strip::width, 14);
        constexpr std::size_t tiles = (Rows + tallest - 1) / tallest;
        constexpr std::size_t height = Rows / tiles;
        constexpr std::size_t taller = Rows % tiles; // so many tiles have one row more
        const Real* begin = start ? start + column : nullptr;
        const bool by_rows = tiles >= 4 * part.count;
        const std::size_t size = by_rows ? Rows : Rows * Columns;
        const std::size_t start_of_part = part.begin(size), end_of_part = part.end(size);
        const auto run = [&]<std::size_t Height>(std::integral_constant<std::size_t, Height>, std::size_t row) {
            const std::size_t at = by_rows ? row : column * Rows + row * Strip::columns;
            if (at < start_of_part || at >= end_of_part) return;
            tile<Height, Inner, Step, Strip>(a + row * Step.a_row, b + column, begin, c + row * Step.c_row + column);
        };
        std::size_t row = 0;
        if constexpr (taller > 0) {
            for (; row < taller * (height + 1); row += height + 1) {
                run(std::integral_constant<std::size_t, height + 1>{}, row);
            }
        }
        for (; row < Rows; row += height) run(std::integral_constant<std::size_t, height>{}, row);
    });
}

} // namespace detail

/// c (Rows, Columns) = a (Rows, Inner) · b (Inner, Columns) + bias (Columns) in every row, or + 0 for a nullptr. Rows of
/// c lie `Stride` apart.
template <std::size_t Rows, std::size_t Inner, std::size_t Columns, class Real, std::size_t Stride = Columns,
          class Helpers = std::nullptr_t>
void matmul(const Real* a, const Real* b, const Real* bias, Real* c, Helpers team = nullptr) {
    in_parts<2 * Rows * Inner * Columns>(team, [=](auto part) {
        detail::product<Rows, Inner, Columns, detail::Strides{Inner, 1, Columns, Stride}>(a, b, bias, c, part);
    });
}

/// c (Rows, Columns) = aᵀ · b, for a (Inner, Rows) and b (Inner, Columns), whose rows lie `Stride` apart. second (Rows,
/// Columns) holds the other half where Inner is `halved_from` or more, and is not touched otherwise.
template <std::size_t Rows, std::size_t Inner, std::size_t Columns, class Real, std::size_t Stride = Columns,
          class Helpers = std::nullptr_t>
void matmul_transposed(const Real* a, const Real* b, Real* c, [[maybe_unused]] Real* second, Helpers team = nullptr) {
    constexpr detail::Strides strides{1, Rows, Stride, Columns};
    constexpr std::size_t work = 2 * Rows * Inner * Columns;
    const Real* zero = nullptr;
    if constexpr (Inner < halved_from) {
        in_parts<work>(team, [=](auto part) { detail::product<Rows, Inner, Columns, strides>(a, b, zero, c, part); });
    } else {
        constexpr std::size_t half = Inner / 2;
        const auto first_half = [=](auto part) { detail::product<Rows, half, Columns, strides>(a, b, zero, c, part); };
        const auto second_half = [=](auto part) {
            detail::product<Rows, Inner - half, Columns, strides>(a + half * Rows, b + half * Stride, zero, second,
                                                                  part);
        };
        in_parts<work>(team, [=](auto part) { in_halves(part, first_half, second_half); });
        add_to<Rows * Columns>(c, second, team);
    }
}

} // namespace tenon::kernels
