// SPDX-License-Identifier: BSL-1.0
//
// Statistics down the columns of a row-major matrix. Rows are added in an order of their own, which does not depend on
// the width of a vector.
#pragma once

#include "tenon/dsl/tensor.hpp"
#include "tenon/kernels/ahead.hpp"
#include "tenon/kernels/strips.hpp"
#include "tenon/kernels/team.hpp"
#include "tenon/simd/vector.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <type_traits>

namespace tenon::kernels {

namespace detail {

/// Columns taken at once, in vectors, where each has `Count` sums: eight additions hide the latency of one.
template <std::size_t Count>
inline constexpr std::size_t strip_width = std::max<std::size_t>(simd::registers / (4 * Count), 1);

/// `Count` sums over rows for each column. `add(row, column, strip, sums)` adds a row's terms for a strip of columns.
/// The rows go to `sum_chains` blocks of nearly equal height, whose sums are left in partial (sum_chains, Count,
/// Columns).
template <std::size_t Count, std::size_t Rows, std::size_t Columns, class Real, class Helpers, class Add>
void sum_blocks(Real* partial, Helpers team, const Add& add) {
    parallel_for<Rows * Columns * Count * term_work>(team, [=](auto part) {
        simd::for_each_strip<Real, Columns, strip_width<Count>>([&](std::size_t column, auto strip) {
            using Strip = decltype(strip);
            for (std::size_t chain = part.begin(sum_chains); chain < part.end(sum_chains); ++chain) {
                const Part block{chain, sum_chains};
                std::array<typename Strip::Vectors, Count> sums;
                sums.fill(Strip::filled(0));
                for (std::size_t row = block.begin(Rows); row < block.end(Rows); ++row) add(row, column, strip, sums);
                for (std::size_t sum = 0; sum < Count; ++sum) {
                    Strip::store(partial + (chain * Count + sum) * Columns + column, sums[sum]);
                }
            }
        });
    });
}

/// The sums of such blocks, added from first to last: `take(column, strip, totals)` gets `Count` for a strip of
/// columns.
template <std::size_t Count, std::size_t Columns, class Real, class Take>
void total_blocks(const Real* partial, const Take& take) {
    simd::for_each_strip<Real, Columns, strip_width<Count>>([&](std::size_t column, auto strip) {
        using Strip = decltype(strip);
        std::array<typename Strip::Vectors, Count> totals;
        for (std::size_t sum = 0; sum < Count; ++sum) {
            totals[sum] = Strip::load(partial + sum * Columns + column);
            for (std::size_t chain = 1; chain < sum_chains; ++chain) {
                totals[sum] = Strip::sum(totals[sum], Strip::load(partial + (chain * Count + sum) * Columns + column));
            }
        }
        take(column, strip, totals);
    });
}

} // namespace detail

/// sum (Columns) of the rows of x (Rows, Columns). partial: `sums_scratch(1, Columns)` reals.
template <std::size_t Rows, std::size_t Columns, class Real, class Helpers = std::nullptr_t>
void column_sums(const Real* x, Real* sum, Real* partial, Helpers team = nullptr) {
    detail::sum_blocks<1, Rows, Columns>(partial, team,
                                         [=]<class Strip>(std::size_t row, std::size_t column, Strip, auto& sums) {
                                             sums[0] = Strip::sum(sums[0], Strip::load(x + row * Columns + column));
                                         });
    detail::total_blocks<1, Columns>(partial, [&]<class Strip>(std::size_t column, Strip, const auto& totals) {
        Strip::store(sum + column, totals[0]);
    });
}

/// mean (Columns) of x, and the sum of squared deviations from it. Rows of x lie `Stride` apart. partial:
/// `sums_scratch(1, Columns)` reals.
template <std::size_t Rows, std::size_t Columns, std::size_t Stride, class Real, class Helpers = std::nullptr_t>
void column_moments(const Real* x, Real* mean, Real* squares, Real* partial, Helpers team = nullptr) {
    detail::sum_blocks<1, Rows, Columns>(partial, team,
                                         [=]<class Strip>(std::size_t row, std::size_t column, Strip, auto& sums) {
                                             sums[0] = Strip::sum(sums[0], Strip::load(x + row * Stride + column));
                                         });
    detail::total_blocks<1, Columns>(partial, [&]<class Strip>(std::size_t column, Strip, auto& totals) {
        const auto count = simd::broadcast(static_cast<Real>(Rows));
        for (auto& value : totals[0]) value = simd::quotient(value, count);
        Strip::store(mean + column, totals[0]);
    });
    detail::sum_blocks<1, Rows, Columns>(
        partial, team, [=]<class Strip>(std::size_t row, std::size_t column, Strip, auto& sums) {
            const auto values = Strip::load(x + row * Stride + column), middle = Strip::load(mean + column);
            TENON_UNROLL
            for (std::size_t index = 0; index < Strip::width; ++index) {
                const auto deviation = values[index] - middle[index];
                sums[0][index] = simd::multiply_add(deviation, deviation, sums[0][index]);
            }
        });
    detail::total_blocks<1, Columns>(partial, [&]<class Strip>(std::size_t column, Strip, const auto& totals) {
        Strip::store(squares + column, totals[0]);
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
/// Those who share the work fetch what is read next.
template <std::size_t Rows, std::size_t Columns, std::size_t Stride, class Real, class Function = Identity,
          class Helpers = std::nullptr_t>
void normalize_columns(const Real* x, const Real* mean, const Real* inverse_deviation, const Real* gamma,
                       const Real* beta, Real* y, Helpers team = nullptr, Ahead<Real> next = {}) {
    constexpr std::size_t widest = 4;
    const auto run = [=]<class Strip>(std::size_t column, Strip, auto part, auto& fetch) {
        const auto middle = Strip::load(mean + column);
        const auto shift = Strip::load(beta + column);
        auto scale = Strip::load(gamma + column);
        const auto inverse = Strip::load(inverse_deviation + column);
        for (std::size_t index = 0; index < Strip::width; ++index) scale[index] = scale[index] * inverse[index];
        for (std::size_t row = part.begin(Rows); row < part.end(Rows); ++row) {
            fetch();
            auto values = Strip::load(x + row * Stride + column);
            TENON_UNROLL
            for (std::size_t index = 0; index < Strip::width; ++index) {
                values[index] =
                    Function::value(simd::multiply_add(values[index] - middle[index], scale[index], shift[index]));
            }
            Strip::store(y + row * Stride + column, values);
        }
    };
    parallel_for<Rows * Columns * element_work>(team, [=](auto part) {
        auto fetch = fetching(next, part, Rows * Columns / (widest * simd::lanes<Real>) / part.count);
        simd::for_each_strip<Real, Columns, widest>(
            [&](std::size_t column, auto strip) { run(column, strip, part, fetch); });
    });
}

/// The gradients of `normalize_columns`, mean and deviation being those of x itself. With x^ = (x - mean) ·
/// inverse_deviation, n = Rows and var = Σ (x - mean)² / degrees:
///     dbeta = Σ dy,   dgamma = Σ dy · x^,   dx = gamma · inverse_deviation · (dy - dbeta / n - x^ · dgamma / degrees)
/// since dvar/dx = 2 (x - mean) / degrees. Source: Ioffe and Szegedy 2015, section 3, for degrees = n.
/// dbeta and dgamma are added to what is there if `Accumulate`; a nullptr_t for dx leaves dx out. `Function` was
/// applied behind, with the result y: dy is that of y, and goes through its gradient first, both times it is read. The
/// gradient must not need what the function was applied to. partial: `sums_scratch(2, Columns)` reals.
template <std::size_t Rows, std::size_t Columns, std::size_t Stride, bool Accumulate, class Real,
          class Function = Identity, class Pointer, class Helpers = std::nullptr_t>
void normalize_columns_backward(const Real* x, const Real* y, const Real* mean, const Real* inverse_deviation,
                                const Real* gamma, const Real* dy, std::size_t degrees, Real* dgamma, Real* dbeta,
                                Pointer dx, Real* partial, Helpers team = nullptr) {
    const auto before_function = [=]<class Strip>(Strip, std::size_t at) {
        auto upstream = Strip::load(dy + at);
        if constexpr (!std::is_same_v<Function, Identity>) {
            const auto result = Strip::load(y + at);
            TENON_UNROLL
            for (std::size_t index = 0; index < Strip::width; ++index) {
                upstream[index] = simd::rounded(Function::gradient(result[index], result[index], upstream[index]));
            }
        }
        return upstream;
    };
    detail::sum_blocks<2, Rows, Columns>(
        partial, team, [=]<class Strip>(std::size_t row, std::size_t column, Strip strip, auto& sums) {
            const auto values = Strip::load(x + row * Stride + column), middle = Strip::load(mean + column);
            const auto inverse = Strip::load(inverse_deviation + column);
            const auto upstream = before_function(strip, row * Stride + column);
            TENON_UNROLL
            for (std::size_t index = 0; index < Strip::width; ++index) {
                const auto normal = (values[index] - middle[index]) * inverse[index];
                sums[0][index] = simd::multiply_add(upstream[index], normal, sums[0][index]);
                sums[1][index] = sums[1][index] + upstream[index];
            }
        });
    Real* along = partial; // what dx takes away along x^, and of every element, from here on
    Real* shift = partial + Columns;
    detail::total_blocks<2, Columns>(partial, [&]<class Strip>(std::size_t column, Strip, auto& totals) {
        for (std::size_t sum = 0; sum < 2; ++sum) {
            Real* gradient = (sum == 0 ? dgamma : dbeta) + column;
            Strip::store(gradient, Accumulate ? Strip::sum(totals[sum], Strip::load(gradient)) : totals[sum]);
        }
        const auto one_by_rows = simd::broadcast(Real{1} / static_cast<Real>(Rows));
        const auto one_by_degrees = simd::broadcast(Real{1} / static_cast<Real>(degrees));
        const auto inverse = Strip::load(inverse_deviation + column);
        for (std::size_t index = 0; index < Strip::width; ++index) {
            totals[0][index] = totals[0][index] * one_by_degrees * inverse[index];
            totals[1][index] = totals[1][index] * one_by_rows;
        }
        Strip::store(along + column, totals[0]);
        Strip::store(shift + column, totals[1]);
    });
    if constexpr (!std::is_null_pointer_v<Pointer>) {
        const auto run = [=]<class Strip>(std::size_t column, Strip strip, auto part) {
            const auto middle = Strip::load(mean + column), inverse = Strip::load(inverse_deviation + column);
            const auto slope = Strip::load(along + column), sum = Strip::load(shift + column);
            auto scale = Strip::load(gamma + column);
            for (std::size_t index = 0; index < Strip::width; ++index) scale[index] = scale[index] * inverse[index];
            for (std::size_t row = part.begin(Rows); row < part.end(Rows); ++row) {
                const auto values = Strip::load(x + row * Stride + column);
                auto downstream = before_function(strip, row * Stride + column);
                TENON_UNROLL
                for (std::size_t index = 0; index < Strip::width; ++index) {
                    const auto centred = middle[index] - values[index];
                    downstream[index] =
                        scale[index] * simd::multiply_add(centred, slope[index], downstream[index] - sum[index]);
                }
                Strip::store(dx + row * Stride + column, downstream);
            }
        };
        parallel_for<Rows * Columns * element_work>(team, [=](auto part) {
            simd::for_each_strip<Real, Columns, 4>([&](std::size_t column, auto strip) { run(column, strip, part); });
        });
    }
}

} // namespace tenon::kernels
