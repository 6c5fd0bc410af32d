// SPDX-License-Identifier: BSL-1.0
//
// Matrix products of constant sizes. Each output is a chain of fused multiply-adds in the order of the inner index, or
// the sum of several where the inner size is large, so its bits depend neither on the tile nor on the width of a
// vector.
#pragma once

#include "tenon/dsl/tensor.hpp"
#include "tenon/kernels/pointwise.hpp"
#include "tenon/kernels/strips.hpp"
#include "tenon/kernels/team.hpp"
#include "tenon/kernels/transpose.hpp"
#include "tenon/simd/vector.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <type_traits>
#include <utility>

namespace tenon::kernels {

namespace detail {

/// Distances in memory between neighbours in a matrix product c (rows, columns) = a (rows, inner) · b (inner, columns).
struct Strides {
    std::size_t a_row, a_inner, b_inner, c_row;
};

/// Sums that a tile keeps in registers, in vectors.
inline constexpr std::size_t tile_sums = simd::registers * 3 / 4;

/// A longer sum is cut into chains of nearly this length, which are added from first to last: they round less, and a
/// lone row of few columns has something to do while it waits for an addition (300 terms of 27 columns: 0.33 instead of
/// 0.43 µs).
inline constexpr std::size_t longest_chain = 256;

constexpr std::size_t chain_count(std::size_t size) { return (size + longest_chain - 1) / longest_chain; }
/// Where chain number `index` of `count` begins in a sum of `size` terms.
constexpr std::size_t cut(std::size_t size, std::size_t index, std::size_t count) { return size * index / count; }

/// `Height` rows of c in one strip of columns: `Size` terms of their sums, in `Chains` chains at once, which stay in
/// registers. `start` (a row, or nullptr for 0) begins the first one. `More` adds to what is in c.
// Known only when it runs, `More` costs a lone row of 300 sums a third of its time.
template <std::size_t Height, std::size_t Size, std::size_t Chains, bool More, Strides Step, class Strip, class Real>
void add_chains(const Real* a, const Real* b, const Real* start, Real* c) {
    constexpr std::size_t shortest = Size / Chains;
    typename Strip::Vectors sums[Chains][Height];
    TENON_UNROLL
    for (std::size_t chain = 0; chain < Chains; ++chain) {
        const auto begin = chain == 0 && start ? Strip::load(start) : Strip::filled(0);
        TENON_UNROLL
        for (std::size_t row = 0; row < Height; ++row) sums[chain][row] = begin;
    }
    const auto add_term = [&](std::size_t chain, std::size_t term) {
        const std::size_t inner = cut(Size, chain, Chains) + term;
        const auto right = Strip::load(b + inner * Step.b_inner);
        TENON_UNROLL
        for (std::size_t row = 0; row < Height; ++row) {
            const auto left = simd::broadcast(a[row * Step.a_row + inner * Step.a_inner]);
            TENON_UNROLL
            for (std::size_t index = 0; index < Strip::width; ++index) {
                sums[chain][row][index] = simd::multiply_add(left, right[index], sums[chain][row][index]);
            }
        }
    };
    for (std::size_t term = 0; term < shortest; ++term) {
        TENON_UNROLL
        for (std::size_t chain = 0; chain < Chains; ++chain) add_term(chain, term);
    }
    TENON_UNROLL
    for (std::size_t chain = 0; chain < Chains; ++chain) {
        if (cut(Size, chain + 1, Chains) - cut(Size, chain, Chains) > shortest) add_term(chain, shortest);
    }
    TENON_UNROLL
    for (std::size_t row = 0; row < Height; ++row) {
        auto sum = More ? Strip::sum(Strip::load(c + row * Step.c_row), sums[0][row]) : sums[0][row];
        TENON_UNROLL
        for (std::size_t chain = 1; chain < Chains; ++chain) sum = Strip::sum(sum, sums[chain][row]);
        Strip::store(c + row * Step.c_row, sum);
    }
}

/// Calls `body(begin, size, more)` for the chains of a sum of `Size` terms one by one. Constants are their sizes, of
/// which there are two at the most, and whether there is a chain before.
template <std::size_t Size, class Body>
void for_each_chain(Body body) {
    constexpr std::size_t count = chain_count(Size), shortest = Size / count;
    constexpr std::integral_constant<std::size_t, shortest> least;
    body(std::size_t{0}, least, std::false_type{});
    for (std::size_t chain = 1; chain < count; ++chain) {
        const std::size_t begin = cut(Size, chain, count);
        if constexpr (Size % count > 0) {
            if (cut(Size, chain + 1, count) - begin > shortest) {
                body(begin, std::integral_constant<std::size_t, shortest + 1>{}, std::true_type{});
                continue;
            }
        }
        body(begin, least, std::true_type{});
    }
}

/// `Height` rows of c in one strip of columns: all chains at once where there are registers for them, or one by one.
template <std::size_t Height, std::size_t Inner, Strides Step, class Strip, class Real>
void tile(const Real* a, const Real* b, const Real* start, Real* c) {
    constexpr std::size_t count = chain_count(Inner);
    if constexpr (Height * Strip::width * count <= tile_sums) {
        add_chains<Height, Inner, count, false, Step, Strip>(a, b, start, c);
    } else {
        for_each_chain<Inner>([=](std::size_t begin, auto size, auto more) {
            add_chains<Height, size, 1, more, Step, Strip>(a + begin * Step.a_inner, b + begin * Step.b_inner,
                                                           more ? nullptr : start, c);
        });
    }
}

/// Calls `body(height, row)` for the tiles of one part in a strip of columns, which are of nearly equal height. A part
/// takes whole rows where there are tiles enough to cut them evenly: neighbours in memory should not be written by two
/// processors. Otherwise strips are cut as well.
template <std::size_t Rows, std::size_t Columns, class Strip, class Share, class Body>
void for_each_tile(std::size_t column, Share part, Body body) {
    constexpr std::size_t tallest = std::min<std::size_t>(tile_sums / Strip::width, 14);
    constexpr std::size_t tiles = (Rows + tallest - 1) / tallest;
    constexpr std::size_t height = Rows / tiles;
    constexpr std::size_t taller = Rows % tiles; // so many tiles have one row more
    const bool by_rows = tiles >= 2 * part.count;
    const std::size_t size = by_rows ? Rows : Rows * Columns;
    const std::size_t start_of_part = part.begin(size), end_of_part = part.end(size);
    const auto run = [&](auto tall, std::size_t row) {
        const std::size_t at = by_rows ? row : column * Rows + row * Strip::columns;
        if (at >= start_of_part && at < end_of_part) body(tall, row);
    };
    std::size_t row = 0;
    if constexpr (taller > 0) {
        for (; row < taller * (height + 1); row += height + 1) {
            run(std::integral_constant<std::size_t, height + 1>{}, row);
        }
    }
    for (; row < Rows; row += height) run(std::integral_constant<std::size_t, height>{}, row);
}

/// All of c: strips of columns outside, so that a strip of b stays in the first cache while the rows pass. Few rows
/// take wider strips, so that there are sums enough to hide the latency of an addition, and a lone row reads b in
/// order.
template <std::size_t Rows, std::size_t Inner, std::size_t Columns, Strides Step, class Real, class Share>
void product(const Real* a, const Real* b, const Real* start, Real* c, Share part) {
    constexpr std::size_t widest = std::clamp<std::size_t>(tile_sums / Rows, 2, tile_sums);
    simd::for_each_strip<Real, Columns, widest>([&](std::size_t column, auto strip) {
        using Strip = decltype(strip);
        const Real* begin = start ? start + column : nullptr;
        for_each_tile<Rows, Columns, Strip>(column, part, [&](auto height, std::size_t row) {
            tile<height, Inner, Step, Strip>(a + row * Step.a_row, b + column, begin, c + row * Step.c_row + column);
        });
    });
}

/// A chain of `Size` terms in a strip of columns of c, for a b whose columns lie in rows, `BColumn` apart: that part of
/// the strip is transposed into a panel. Rows of a lie `ARow` apart. `More` adds to what is in c.
template <std::size_t Rows, std::size_t Columns, std::size_t Size, bool More, std::size_t ARow, std::size_t BColumn,
          class Strip, class Real, class Share>
void add_panel(const Real* a, const Real* b, Real* c, std::size_t column, Real* panel, Share part) {
    bool transposed = false;
    for_each_tile<Rows, Columns, Strip>(column, part, [&](auto height, std::size_t row) {
        if (!transposed) transpose<Strip::columns, Size, Real, BColumn>(b + column * BColumn, panel);
        transposed = true;
        add_chains<height, Size, 1, More, Strides{ARow, 1, Strip::columns, Columns}, Strip>(
            a + row * ARow, static_cast<const Real*>(panel), static_cast<const Real*>(nullptr),
            c + row * Columns + column);
    });
}

/// All of c for such a b, by panels on the stack, of 32 KB at the most, which stay in the first cache while the rows
/// pass. Parts turn all panels that they need.
template <std::size_t Rows, std::size_t Inner, std::size_t Columns, std::size_t BColumn, class Real, class Share>
void product_by_panels(const Real* a, const Real* b, Real* c, Share part) {
    simd::for_each_strip<Real, Columns, 2>([&](std::size_t column, auto strip) {
        using Strip = decltype(strip);
        constexpr std::size_t longest = (Inner + chain_count(Inner) - 1) / chain_count(Inner);
        alignas(64) std::array<Real, longest * Strip::columns> panel;
        for_each_chain<Inner>([&](std::size_t begin, auto size, auto more) {
            add_panel<Rows, Columns, size, more, Inner, BColumn, Strip>(a + begin, b + begin, c, column, panel.data(),
                                                                        part);
        });
    });
}

/// Whether half as much of a and c has to be transposed as of b, and fits the stack: 32 KB each.
template <std::size_t Rows, std::size_t Inner, std::size_t Columns, class Real>
inline constexpr bool few_rows = 2 * Rows * (Inner + Columns) <= Inner * Columns &&
                                 std::max(Inner, Columns) * 2 * simd::lanes<Real> * sizeof(Real) <= 32768;

/// The same for few rows, of which there is less to turn than of b: each strip of rows of a becomes a panel, with which
/// b gives a strip of cᵀ, which is transposed back. Both lie on the stack.
// 32 x 128 by 256: 13.7 instead of 14.7 µs. With 64 rows, where as much has to be transposed, it takes as long.
template <std::size_t Rows, std::size_t Inner, std::size_t Columns, std::size_t BColumn, class Real>
void product_transposed(const Real* a, const Real* b, Real* c) {
    simd::for_each_strip<Real, Rows, 2>([&](std::size_t row, auto strip) {
        constexpr std::size_t width = decltype(strip)::columns;
        alignas(64) Real panel[Inner * width], transposed[Columns * width];
        transpose<width, Inner, Real>(a + row * Inner, panel);
        product<Columns, Inner, width, Strides{BColumn, 1, width, width}>(
            b, static_cast<const Real*>(panel), static_cast<const Real*>(nullptr), transposed, Whole{});
        transpose<Columns, width, Real>(static_cast<const Real*>(transposed), c + row * Columns);
    });
}

} // namespace detail

/// c (Rows, Columns) = a (Rows, Inner) · b (Inner, Columns) + bias (Columns) in every row, or + 0 for a nullptr. Rows
/// of c lie `Stride` apart, those of b `RightStride`.
template <std::size_t Rows, std::size_t Inner, std::size_t Columns, class Real, std::size_t Stride = Columns,
          std::size_t RightStride = Columns, class Helpers = std::nullptr_t>
void matmul(const Real* a, const Real* b, const Real* bias, Real* c, Helpers team = nullptr) {
    parallel_for<2 * Rows * Inner * Columns>(team, [=](auto part) {
        detail::product<Rows, Inner, Columns, detail::Strides{Inner, 1, RightStride, Stride}>(a, b, bias, c, part);
    });
}

/// c (Rows, Columns) = aᵀ · b, for a (Inner, Rows) and b (Inner, Columns). Rows of b lie `RightStride` apart, those of
/// c `Stride`, and what is between them is left alone. second, as large as c, holds the other half where Inner is
/// `halved_from` or more, and is not touched otherwise.
template <std::size_t Rows, std::size_t Inner, std::size_t Columns, class Real, std::size_t RightStride = Columns,
          std::size_t Stride = Columns, class Helpers = std::nullptr_t>
void matmul_transposed(const Real* a, const Real* b, Real* c, [[maybe_unused]] Real* second, Helpers team = nullptr) {
    constexpr detail::Strides strides{1, Rows, RightStride, Stride};
    constexpr std::size_t work = 2 * Rows * Inner * Columns;
    const Real* zero = nullptr;
    if constexpr (Inner < halved_from) {
        parallel_for<work>(team,
                           [=](auto part) { detail::product<Rows, Inner, Columns, strides>(a, b, zero, c, part); });
    } else {
        constexpr std::size_t half = Inner / 2;
        const auto first_half = [=](auto part) { detail::product<Rows, half, Columns, strides>(a, b, zero, c, part); };
        const auto second_half = [=](auto part) {
            detail::product<Rows, Inner - half, Columns, strides>(a + half * Rows, b + half * RightStride, zero, second,
                                                                  part);
        };
        parallel_for<work>(team, [=](auto part) { in_halves(part, first_half, second_half); });
        add_rows_to<Rows, Columns, Stride>(c, second, team);
    }
}

/// c (Rows, Columns) = a · bᵀ, for a (Rows, Inner) and b (Columns, Inner), whose rows lie `RightStride` apart.
template <std::size_t Rows, std::size_t Inner, std::size_t Columns, class Real, std::size_t RightStride = Inner,
          class Helpers = std::nullptr_t>
void matmul_by_transposed(const Real* a, const Real* b, Real* c, Helpers team = nullptr) {
    parallel_for<2 * Rows * Inner * Columns>(team, [=](auto part) {
        if constexpr (std::is_same_v<decltype(part), Whole> && detail::few_rows<Rows, Inner, Columns, Real>)
            detail::product_transposed<Rows, Inner, Columns, RightStride>(a, b, c);
        else
            detail::product_by_panels<Rows, Inner, Columns, RightStride>(a, b, c, part);
    });
}

} // namespace tenon::kernels
