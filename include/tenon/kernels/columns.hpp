// SPDX-License-Identifier: BSL-1.0
//
// Statistics down the columns of a row-major matrix. Rows are added from top to bottom, whatever the width of a vector.
#pragma once

#include "tenon/kernels/simd.hpp"

#include <cstddef>
#include <type_traits>

namespace tenon::kernels {

/// Columns taken at once, in vectors: as many chains of additions hide their latency.
inline constexpr std::size_t columns_at_once = 8;

/// sum (Columns) of the rows of x (Rows, Columns).
template <std::size_t Rows, std::size_t Columns, class Real>
void column_sums(const Real* x, Real* sum) {
    simd::for_each_strip<Real, Columns, columns_at_once>([&](std::size_t column, auto strip) {
        using Strip = decltype(strip);
        auto total = Strip::load(x + column);
        for (std::size_t row = 1; row < Rows; ++row) {
            const auto values = Strip::load(x + row * Columns + column);
            TENON_UNROLL
            for (std::size_t index = 0; index < Strip::width; ++index) total[index] = total[index] + values[index];
        }
        Strip::store(sum + column, total);
    });
}

/// mean (Columns) of x, and the sum of squared deviations from it. Rows of x lie `Stride` apart.
template <std::size_t Rows, std::size_t Columns, std::size_t Stride, class Real>
void column_moments(const Real* x, Real* mean, Real* squares) {
    simd::for_each_strip<Real, Columns, columns_at_once>([&](std::size_t column, auto strip) {
        using Strip = decltype(strip);
        auto middle = Strip::filled(0);
        for (std::size_t row = 0; row < Rows; ++row) {
            const auto values = Strip::load(x + row * Stride + column);
            TENON_UNROLL
            for (std::size_t index = 0; index < Strip::width; ++index) middle[index] = middle[index] + values[index];
        }
        const auto count = simd::broadcast(static_cast<Real>(Rows));
        for (auto& value : middle) value = value / count;
        auto total = Strip::filled(0);
        for (std::size_t row = 0; row < Rows; ++row) {
            const auto values = Strip::load(x + row * Stride + column);
            TENON_UNROLL
            for (std::size_t index = 0; index < Strip::width; ++index) {
                const auto deviation = values[index] - middle[index];
                total[index] = simd::multiply_add(deviation, deviation, total[index]);
            }
        }
        Strip::store(mean + column, middle);
        Strip::store(squares + column, total);
    });
}

/// y = gamma · (x - mean) · inverse_deviation + beta, column by column. Rows of x and y lie `Stride` apart.
template <std::size_t Rows, std::size_t Columns, std::size_t Stride, class Real>
void standardize(const Real* x, const Real* mean, const Real* inverse_deviation, const Real* gamma, const Real* beta,
                 Real* y) {
    simd::for_each_strip<Real, Columns, columns_at_once / 2>([&](std::size_t column, auto strip) {
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
                values[index] = simd::multiply_add(values[index] - middle[index], scale[index], shift[index]);
            }
            Strip::store(y + row * Stride + column, values);
        }
    });
}

/// The gradients of `standardize`, mean and deviation being those of x itself. With x^ = (x - mean) ·
/// inverse_deviation, n = Rows and var = Σ (x - mean)² / degrees:
///     dbeta = Σ dy,   dgamma = Σ dy · x^,   dx = gamma · inverse_deviation · (dy - dbeta / n - x^ · dgamma / degrees)
/// since dvar/dx = 2 (x - mean) / degrees. Source: Ioffe and Szegedy 2015, section 3, for degrees = n.
/// dbeta and dgamma are added to what is there if `Accumulate`; a nullptr_t for dx leaves dx out.
template <std::size_t Rows, std::size_t Columns, std::size_t Stride, bool Accumulate, class Real, class Pointer>
void standardize_backward(const Real* x, const Real* mean, const Real* inverse_deviation, const Real* gamma,
                          const Real* dy, std::size_t degrees, Real* dgamma, Real* dbeta, Pointer dx) {
    const auto one_by_rows = simd::broadcast(Real{1} / static_cast<Real>(Rows));
    const auto one_by_degrees = simd::broadcast(Real{1} / static_cast<Real>(degrees));
    simd::for_each_strip<Real, Columns, columns_at_once / 2>([&](std::size_t column, auto strip) {
        using Strip = decltype(strip);
        const auto middle = Strip::load(mean + column);
        const auto inverse = Strip::load(inverse_deviation + column);
        auto along = Strip::filled(0);
        auto sum = Strip::filled(0);
        for (std::size_t row = 0; row < Rows; ++row) {
            const auto values = Strip::load(x + row * Stride + column);
            const auto upstream = Strip::load(dy + row * Stride + column);
            TENON_UNROLL
            for (std::size_t index = 0; index < Strip::width; ++index) {
                const auto normal = (values[index] - middle[index]) * inverse[index];
                along[index] = simd::multiply_add(upstream[index], normal, along[index]);
                sum[index] = sum[index] + upstream[index];
            }
        }
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
                auto downstream = Strip::load(dy + row * Stride + column);
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
