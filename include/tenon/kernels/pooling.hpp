// SPDX-License-Identifier: BSL-1.0
//
// Pooling: rows of a matrix, some at a time, become one. Rows are taken in their order, those of a long window in
// chains of a constant length, so the bits of a result depend neither on the width of a vector nor on how many results
// are made at a time.
#pragma once

#include "tenon/kernels/matmul.hpp"
#include "tenon/kernels/strips.hpp"
#include "tenon/kernels/team.hpp"
#include "tenon/simd/vector.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <limits>

namespace tenon::kernels {

/// Row t of the result is made of `taps` rows step · t + tap · dilation − front of x, of which those in front of the
/// first are zeros.
struct PoolingWindow {
    std::size_t taps, step, dilation, front;

    /// Zeros among the rows that row `row` of the result is made of; they come first.
    [[nodiscard]] constexpr std::size_t missing(std::size_t row) const {
        const std::size_t begin = step * row;
        return begin < front ? (front - begin + dilation - 1) / dilation : 0;
    }
};

// Rules for pooling a window: how its rows are combined one by one, and which part of the result's gradient each row
// gets.

/// The sum of the rows; every one gets the whole gradient.
struct SumOfRows {
    template <class Real>
    static Real start(bool /*has_zeros*/) {
        return 0;
    }
    template <class Vector>
    static Vector taken(Vector so_far, Vector x) {
        return so_far + x;
    }
    template <class Vector>
    static Vector result(Vector sum, std::size_t /*taps*/) {
        return sum;
    }
    template <class Vector>
    struct Shares {
        Vector share;
        Shares(Vector dy, Vector /*y*/, std::size_t /*taps*/, bool /*has_zeros*/) : share(dy) {}
        Vector next(Vector /*x*/) const { return share; }
    };
};
/// Their mean; every row gets an equal part.
struct MeanOfRows : SumOfRows {
    template <class Real>
    static simd::Vector<Real> result(simd::Vector<Real> sum, std::size_t taps) {
        return simd::quotient(sum, simd::broadcast(static_cast<Real>(taps)));
    }
    template <class Vector>
    struct Shares : SumOfRows::Shares<Vector> {
        Shares(Vector dy, Vector y, std::size_t taps, bool has_zeros)
            : SumOfRows::Shares<Vector>(result(dy, taps), y, taps, has_zeros) {}
    };
};
/// The largest number of each column, and NaN where there is one; the first row that has it gets the gradient.
struct MaximumOfRows {
    template <class Real>
    static Real start(bool has_zeros) {
        return has_zeros ? Real{0} : -std::numeric_limits<Real>::infinity();
    }
    template <class Vector>
    static Vector taken(Vector so_far, Vector x) {
        return simd::maximum_or_nan(x, so_far);
    }
    template <class Vector>
    static Vector result(Vector largest, std::size_t /*taps*/) {
        return largest;
    }
    template <class Vector>
    struct Shares {
        Vector left, largest;
        Shares(Vector dy, Vector y, std::size_t /*taps*/, bool has_zeros) : left(dy), largest(y) {
            if (has_zeros) next(Vector(0));
        }
        Vector next(Vector x) {
            const Vector zero(0), share = simd::where_less(x, largest, zero, left);
            left = simd::where_less(x, largest, left, zero);
            return share;
        }
    };
};

namespace detail {

/// Rows of a window that are taken into one value before the next one is begun: a longer sum rounds more.
inline constexpr std::size_t pooling_chain = 64;

/// `Height` rows of the result in one strip of columns.
template <class Rule, std::size_t Height, std::size_t Taps, std::size_t RowStride, class Strip, class Real, class From>
void pool_tile(const From& from, std::size_t start, std::size_t missing, Real* y, std::size_t y_stride) {
    std::array<typename Strip::Vectors, Height> results;
    const auto take = [](auto& so_far, const auto& more) {
        TENON_UNROLL
        for (std::size_t index = 0; index < Strip::width; ++index)
            so_far[index] = Rule::taken(so_far[index], more[index]);
    };
    for (std::size_t begin = 0; begin < Taps; begin += pooling_chain) {
        std::array<typename Strip::Vectors, Height> chain;
        chain.fill(Strip::filled(Rule::template start<Real>(missing > begin)));
        for (std::size_t tap = std::max(begin, missing); tap < std::min(Taps, begin + pooling_chain); ++tap) {
            const Real* const x = from(tap) + start;
            TENON_UNROLL
            for (std::size_t row = 0; row < Height; ++row) take(chain[row], Strip::load(x + row * RowStride));
        }
        if (begin == 0) {
            results = chain;
        } else {
            for (std::size_t row = 0; row < Height; ++row) take(results[row], chain[row]);
        }
    }
    for (std::size_t row = 0; row < Height; ++row) {
        for (auto& value : results[row]) value = Rule::result(value, Taps);
        Strip::store(y + row * y_stride, results[row]);
    }
}

} // namespace detail

/// y (Rows, Columns), row t of which is made of the rows from(tap) + t · RowStride for all taps below Taps. The first
/// `missing` of them are zeros, and are not asked for.
template <class Rule, std::size_t Rows, std::size_t Taps, std::size_t Columns, std::size_t RowStride, class Real,
          class From>
void pool_taps(const From& from, Real* y, std::size_t missing = 0) {
    constexpr std::size_t widest = std::clamp<std::size_t>(detail::tile_sums / Rows, 2, detail::tile_sums);
    simd::for_each_strip<Real, Columns, widest>([&](std::size_t column, auto strip) {
        using Strip = decltype(strip);
        detail::for_each_tile<Rows, Columns, Strip>(column, Whole{}, [&](auto height, std::size_t row) {
            detail::pool_tile<Rule, height, Taps, RowStride, Strip>(from, row * RowStride + column, missing,
                                                                    y + row * Columns + column, Columns);
        });
    });
}

/// y (Rows, Columns) made of the rows of x (…, Columns).
template <class Rule, PoolingWindow Window, std::size_t Rows, std::size_t Columns, class Real>
void pool(const Real* x, Real* y) {
    constexpr std::size_t with_zeros = std::min(Rows, (Window.front + Window.step - 1) / Window.step);
    const auto from = [=](std::size_t row) {
        return
            [=](std::size_t tap) { return x + (Window.step * row + tap * Window.dilation - Window.front) * Columns; };
    };
    for (std::size_t row = 0; row < with_zeros; ++row)
        pool_taps<Rule, 1, Window.taps, Columns, Columns>(from(row), y + row * Columns, Window.missing(row));
    if constexpr (with_zeros < Rows)
        pool_taps<Rule, Rows - with_zeros, Window.taps, Columns, Window.step * Columns>(from(with_zeros),
                                                                                        y + with_zeros * Columns);
}

/// The other way round: dx (Positions, Columns) of dy (Rows, Columns), for the x and y of `pool`.
template <class Rule, PoolingWindow Window, std::size_t Rows, std::size_t Columns, std::size_t Positions, class Real>
void pool_backward(const Real* x, const Real* y, const Real* dy, Real* dx) {
    std::fill_n(dx, Positions * Columns, Real{0});
    for (std::size_t row = 0; row < Rows; ++row) {
        const std::size_t missing = Window.missing(row);
        simd::for_each_vector<Real, Columns>([&](std::size_t column, auto count) {
            const std::size_t result = row * Columns + column;
            typename Rule::template Shares<simd::Vector<Real>> shares(
                simd::load<count>(dy + result), simd::load<count>(y + result), Window.taps, missing > 0);
            for (std::size_t tap = missing; tap < Window.taps; ++tap) {
                const std::size_t at = (Window.step * row + tap * Window.dilation - Window.front) * Columns + column;
                simd::store<count>(dx + at, simd::load<count>(dx + at) + shares.next(simd::load<count>(x + at)));
            }
        });
    }
}

} // namespace tenon::kernels
