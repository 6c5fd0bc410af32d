// SPDX-License-Identifier: BSL-1.0
//
// Statistics down the columns of a row-major matrix. Rows are added in an order of their own, which does not depend on
// the width of a vector.
#pragma once

#include "tenon/kernels/simd.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <type_traits>

namespace tenon::kernels {

namespace detail {

/// Rows go to so many chains of additions in turn, which are added from first to last at the end: chains hide the
/// latency of an addition, and short ones round less.
inline constexpr std::size_t chains = 8;

/// Columns taken at once, in vectors, where each has `Count` sums. Their chains take the registers twice over: narrower
/// strips that fit read memory in smaller pieces and took 6.3 instead of 4.4 µs for the backward of 128 × 128.
template <std::size_t Count>
inline constexpr std::size_t strip_width = std::max<std::size_t>(2 * simd::registers / (chains * Count), 1);

/// `Count` sums over rows for one strip of columns. `add(row, sums)` adds a row's terms to each.
template <std::size_t Count, std::size_t Rows, class Strip, class Add>
std::array<typename Strip::Vectors, Count> sum_rows(Add add) {
    constexpr std::size_t whole = Rows / chains * chains;
    using Sums = std::array<typename Strip::Vectors, Count>;
    std::array<Sums, chains> partial;
    for (Sums& sums : partial) sums.fill(Strip::filled(0));
    for (std::size_t row = 0; row < whole; row += chains) {
        TENON_UNROLL
        for (std::size_t chain = 0; chain < chains; ++chain) add(row + chain, partial[chain]);
    }
    for (std::size_t row = whole; row < Rows; ++row) add(row, partial[row - whole]);
    Sums total = partial[0];
    for (std::size_t chain = 1; chain < chains; ++chain) {
        for (std::size_t sum = 0; sum < Count; ++sum) total[sum] = Strip::sum(total[sum], partial[chain][sum]);
    }
    return total;
}

} // namespace detail

/// sum (Columns) of the rows of x (Rows, Columns).
template <std::size_t Rows, std::size_t Columns, class Real>
void column_sums(const Real* x, Real* sum) {
    simd::for_each_strip<Real, Columns, detail::strip_width<1>>([&](std::size_t column, auto strip) {
        using Strip = decltype(strip);
        const auto total = detail::sum_rows<1, Rows, Strip>([&](std::size_t row, auto& sums) {
            sums[0] = Strip::sum(sums[0], Strip::load(x + row * Columns + column));
        });
        Strip::store(sum + column, total[0]);
    });
}

/// mean (Columns) of x, and the sum of squared deviations from it. Rows of x lie `Stride` apart.
template <std::size_t Rows, std::size_t Columns, std::size_t Stride, class Real>
void column_moments(const Real* x, Real* mean, Real* squares) {
    simd::for_each_strip<Real, Columns, detail::strip_width<1>>([&](std::size_t column, auto strip) {
        using Strip = decltype(strip);
        auto [middle] = detail::sum_rows<1, Rows, Strip>([&](std::size_t row, auto& sums) {
            sums[0] = Strip::sum(sums[0], Strip::load(x + row * Stride + column));
        });
        const auto count = simd::broadcast(static_cast<Real>(Rows));
        for (auto& value : middle) value = value / count;
        const auto total = detail::sum_rows<1, Rows, Strip>([&](std::size_t row, auto& sums) {
            const auto values = Strip::load(x + row * Stride + column);
            for (std::size_t index = 0; index < Strip::width; ++index) {
                const auto deviation = values[index] - middle[index];
                sums[0][index] = simd::multiply_add(deviation, deviation, sums[0][index]);
            }
        });
        Strip::store(mean + column, middle);
        Strip::store(squares + column, total[0]);
    });
}

/// The function behind a normalisation where there is none.
struct Identity {
    template <class Vector>
    static Vector value(Vector x) {
        return x;
    }
    template <class Vector>
    static Vector gradient(Vector, Vector, Vector dy) {
        return dy;
    }
};

/// y = function(gamma · (x - mean) · inverse_deviation + beta), column by column. Rows of x and y lie `Stride` apart.
template <std::size_t Rows, std::size_t Columns, std::size_t Stride, class Real, class Function = Identity>
void standardize(const Real* x, const Real* mean, const Real* inverse_deviation, const Real* gamma, const Real* beta,
                 Real* y) {
    simd::for_each_strip<Real, Columns, 4>([&](std::size_t column, auto strip) {
        using Strip = decltype(strip);
        const auto middle = Strip::load(mean + column);
        const auto shift = Strip::load(beta + column);
        auto scale = Strip::load(gamma + column);
        const auto inverse = Strip::load(inverse_deviation + column);
        for (std::size_t index = 0; index < Strip::width; ++index) scale[index] = scale[index] * inverse[index];
        for (std::size_t row = 0; row < Rows; ++row) {
            auto values = Strip::load(x + row * Stride + column);
            TENON_UNROLL
            for (std::size_t index = 0; index < Strip::width; ++index) {
                values[index] =
                    Function::value(simd::multiply_add(values[index] - middle[index], scale[index], shift[index]));
            }
            Strip::store(y + row * Stride + column, values);
        }
    });
}

/// The gradients of `standardize`, mean and deviation being those of x itself. With x^ = (x - mean) ·
/// inverse_deviation, n = Rows and var = Σ (x - mean)² / degrees:
///     dbeta = Σ dy,   dgamma = Σ dy · x^,   dx = gamma · inverse_deviation · (dy - dbeta / n - x^ · dgamma / degrees)
/// since dvar/dx = 2 (x - mean) / degrees. Source: Ioffe and Szegedy 2015, section 3, for degrees = n.
/// dbeta and dgamma are added to what is there if `Accumulate`; a nullptr_t for dx leaves dx out. `Function` was applied
/// behind, with the result y: dy is that of y, and goes through its gradient first, both times it is read. The gradient
/// must not need what the function was applied to.
template <std::size_t Rows, std::size_t Columns, std::size_t Stride, bool Accumulate, class Real,
          class Function = Identity, class Pointer>
void standardize_backward(const Real* x, const Real* y, const Real* mean, const Real* inverse_deviation,
                          const Real* gamma, const Real* dy, std::size_t degrees, Real* dgamma, Real* dbeta,
                          Pointer dx) {
    const auto before_function = [&]<class Strip>(Strip, std::size_t at) {
        auto upstream = Strip::load(dy + at);
        if constexpr (!std::is_same_v<Function, Identity>) {
            const auto result = Strip::load(y + at);
            TENON_UNROLL
            for (std::size_t index = 0; index < Strip::width; ++index) {
                upstream[index] = Function::gradient(result[index], result[index], upstream[index]);
            }
        }
        return upstream;
    };
    const auto one_by_rows = simd::broadcast(Real{1} / static_cast<Real>(Rows));
    const auto one_by_degrees = simd::broadcast(Real{1} / static_cast<Real>(degrees));
    simd::for_each_strip<Real, Columns, detail::strip_width<2>>([&](std::size_t column, auto strip) {
        using Strip = decltype(strip);
        const auto middle = Strip::load(mean + column);
        const auto inverse = Strip::load(inverse_deviation + column);
        auto [along, sum] = detail::sum_rows<2, Rows, Strip>([&](std::size_t row, auto& sums) {
            const auto values = Strip::load(x + row * Stride + column);
            const auto upstream = before_function(strip, row * Stride + column);
            for (std::size_t index = 0; index < Strip::width; ++index) {
                const auto normal = (values[index] - middle[index]) * inverse[index];
                sums[0][index] = simd::multiply_add(upstream[index], normal, sums[0][index]);
                sums[1][index] = sums[1][index] + upstream[index];
            }
        });
        Strip::store(dgamma + column, Accumulate ? Strip::sum(along, Strip::load(dgamma + column)) : along);
        Strip::store(dbeta + column, Accumulate ? Strip::sum(sum, Strip::load(dbeta + column)) : sum);
        if constexpr (!std::is_null_pointer_v<Pointer>) {
            auto scale = Strip::load(gamma + column);
            for (std::size_t index = 0; index < Strip::width; ++index) {
                scale[index] = scale[index] * inverse[index];
                sum[index] = sum[index] * one_by_rows;
                along[index] = along[index] * one_by_degrees * inverse[index];
            }
            for (std::size_t row = 0; row < Rows; ++row) {
                const auto values = Strip::load(x + row * Stride + column);
                auto downstream = before_function(strip, row * Stride + column);
                TENON_UNROLL
                for (std::size_t index = 0; index < Strip::width; ++index) {
                    const auto centred = middle[index] - values[index];
                    downstream[index] =
                        scale[index] * simd::multiply_add(centred, along[index], downstream[index] - sum[index]);
                }
                Strip::store(dx + row * Stride + column, downstream);
            }
        }
    });
}

} // namespace tenon::kernels
