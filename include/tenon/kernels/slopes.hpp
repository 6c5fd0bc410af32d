// SPDX-License-Identifier: BSL-1.0
//
// Numbers of a row-major matrix that are not above 0, scaled by a slope for each column.
#pragma once

#include "tenon/kernels/ahead.hpp"
#include "tenon/kernels/columns.hpp"
#include "tenon/kernels/strips.hpp"
#include "tenon/kernels/team.hpp"
#include "tenon/simd/vector.hpp"

#include <cstddef>
#include <type_traits>

namespace tenon::kernels {

/// y (Rows, Columns) = x where x > 0, and slope (Columns) · x elsewhere. Those who share the work fetch what is read
/// next.
template <std::size_t Rows, std::size_t Columns, class Real, class Helpers = std::nullptr_t>
void scale_negatives(const Real* x, const Real* slope, Real* y, Helpers team = nullptr, Ahead<Real> next = {}) {
    constexpr std::size_t widest = 4;
    parallel_for<Rows * Columns * element_work>(team, [=](auto part) {
        auto fetch = fetching(next, part, Rows * Columns / (widest * simd::lanes<Real>) / part.count);
        simd::for_each_strip<Real, Columns, widest>([&]<class Strip>(std::size_t column, Strip) {
            const auto scale = Strip::load(slope + column);
            for (std::size_t row = part.begin(Rows); row < part.end(Rows); ++row) {
                fetch();
                auto values = Strip::load(x + row * Columns + column);
                TENON_UNROLL
                for (std::size_t index = 0; index < Strip::width; ++index)
                    values[index] = simd::where_positive(values[index], values[index], scale[index] * values[index]);
                Strip::store(y + row * Columns + column, values);
            }
        });
    });
}

/// The gradients of `scale_negatives`:
///     dslope = Σ dy · x over the rows where x is not above 0,   dx = dy where x > 0, and slope · dy elsewhere.
/// A nullptr_t for dx leaves dx out. partial: `sums_scratch(1, Columns)` reals.
template <std::size_t Rows, std::size_t Columns, class Real, class Pointer, class Helpers = std::nullptr_t>
void scale_negatives_backward(const Real* x, const Real* slope, const Real* dy, Real* dslope, Pointer dx, Real* partial,
                              Helpers team = nullptr) {
    detail::sum_blocks<1, Rows, Columns>(
        partial, team, [=]<class Strip>(std::size_t row, std::size_t column, Strip, auto& sums) {
            const auto values = Strip::load(x + row * Columns + column),
                       upstream = Strip::load(dy + row * Columns + column);
            TENON_UNROLL
            for (std::size_t index = 0; index < Strip::width; ++index) {
                const auto below = simd::where_positive(values[index], simd::broadcast(Real{0}), values[index]);
                sums[0][index] = simd::multiply_add(upstream[index], below, sums[0][index]);
            }
        });
    detail::total_blocks<1, Columns>(partial, [&]<class Strip>(std::size_t column, Strip, const auto& totals) {
        Strip::store(dslope + column, totals[0]);
    });
    if constexpr (!std::is_null_pointer_v<Pointer>) {
        parallel_for<Rows * Columns * element_work>(team, [=](auto part) {
            simd::for_each_strip<Real, Columns, 4>([&]<class Strip>(std::size_t column, Strip) {
                const auto scale = Strip::load(slope + column);
                for (std::size_t row = part.begin(Rows); row < part.end(Rows); ++row) {
                    const std::size_t at = row * Columns + column;
                    const auto values = Strip::load(x + at);
                    auto downstream = Strip::load(dy + at);
                    TENON_UNROLL
                    for (std::size_t index = 0; index < Strip::width; ++index)
                        downstream[index] =
                            simd::where_positive(values[index], downstream[index], scale[index] * downstream[index]);
                    Strip::store(dx + at, downstream);
                }
            });
        });
    }
}

} // namespace tenon::kernels
