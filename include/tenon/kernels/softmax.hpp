// SPDX-License-Identifier: BSL-1.0
//
// Softmax, and cross-entropy with its gradient, row by row. A row is summed from left to right.
#pragma once

#include "tenon/kernels/row_losses.hpp"
#include "tenon/kernels/rows.hpp"
#include "tenon/kernels/strips.hpp"
#include "tenon/kernels/team.hpp"
#include "tenon/simd/elementary.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

namespace tenon::kernels {

/// exp(x - largest) into y (Columns), and their sum, added to `sum` from left to right.
template <std::size_t Columns, class Real>
Real shifted_exponentials(const Real* x, Real* y, Real largest, Real sum = 0) {
    simd::for_each_vector<Real, Columns>([&](std::size_t at, auto count) {
        simd::store<count>(y + at, simd::exponential(simd::load<count>(x + at) - simd::broadcast(largest)));
    });
    for (std::size_t column = 0; column < Columns; ++column) sum += y[column];
    return sum;
}

namespace detail {

/// The largest number of a vector without NaN.
template <class Real>
Real largest_lane(simd::Vector<Real> vector) {
    constexpr std::size_t lanes = simd::lanes<Real>;
    alignas(64) std::array<Real, lanes> numbers;
    simd::store<lanes>(numbers.data(), vector);
    TENON_UNROLL
    for (std::size_t half = lanes / 2; half > 0; half /= 2) {
        for (std::size_t lane = 0; lane < half; ++lane) numbers[lane] = std::max(numbers[lane], numbers[lane + half]);
    }
    return numbers[0];
}

} // namespace detail

template <std::size_t Columns, class Real>
Real row_maximum(const Real* x) {
    constexpr std::size_t lanes = simd::lanes<Real>;
    if constexpr (Columns < lanes) {
        return *std::max_element(x, x + Columns);
    } else {
        auto largest = simd::load<lanes>(x + Columns - lanes);
        for (std::size_t column = 0; column + lanes < Columns; column += lanes) {
            largest = simd::maximum(simd::load<lanes>(x + column), largest);
        }
        return detail::largest_lane(largest);
    }
}

/// y = exp(x) / Σ exp(x) along each row, for x and y (Rows, Columns).
template <std::size_t Rows, std::size_t Columns, class Real>
void softmax(const Real* x, Real* y) {
    for (std::size_t row = 0; row < Rows; ++row, x += Columns, y += Columns) {
        const auto scale = simd::broadcast(Real{1} / shifted_exponentials<Columns>(x, y, row_maximum<Columns>(x)));
        simd::for_each_vector<Real, Columns>(
            [&](std::size_t at, auto count) { simd::store<count>(y + at, simd::load<count>(y + at) * scale); });
    }
}

/// dx = y · (dy − Σ dy · y) along each row, from dy_i/dx_j = y_i · (δ_ij − y_j), for y, dy and dx (Rows, Columns).
template <std::size_t Rows, std::size_t Columns, class Real>
void softmax_backward(const Real* y, const Real* dy, Real* dx) {
    for (std::size_t row = 0; row < Rows; ++row, y += Columns, dy += Columns, dx += Columns) {
        const auto [along] = row_sums<1, Columns, Real>([&](std::size_t at, auto count) {
            return std::array{Term<Real>{simd::load<count>(dy + at), simd::load<count>(y + at)}};
        });
        const auto mean = simd::broadcast(along);
        simd::for_each_vector<Real, Columns>([&](std::size_t at, auto count) {
            simd::store<count>(dx + at, simd::load<count>(y + at) * (simd::load<count>(dy + at) - mean));
        });
    }
}

/// −log softmax(logits)[target] of one row (Columns). The exponentials are made and added up a piece at a time.
template <std::size_t Columns, class Real, class Token>
Real row_cross_entropy(const Real* logits, Token target) {
    constexpr std::size_t piece = 256, rest = Columns % piece;
    std::array<Real, std::min(piece, Columns)> exponentials;
    const Real largest = row_maximum<Columns>(logits);
    Real sum = 0;
    for (std::size_t column = 0; column + piece <= Columns; column += piece) {
        sum = shifted_exponentials<piece>(logits + column, exponentials.data(), largest, sum);
    }
    if constexpr (rest > 0)
        sum = shifted_exponentials<rest>(logits + (Columns - rest), exponentials.data(), largest, sum);
    return std::log(sum) - (logits[static_cast<std::size_t>(target)] - largest);
}

/// The mean over rows of −log softmax(logits)[target], for logits (Rows, Columns), and its gradient
/// dlogits = (softmax(logits) − onehot(target)) / Rows. Source: Bridle 1990; torch.nn.functional.cross_entropy. The
/// losses of rows are added in `sum_chains` blocks.
template <std::size_t Rows, std::size_t Columns, class Real, class Token, class Helpers = std::nullptr_t>
Real cross_entropy(const Real* logits, const Token* targets, Real* dlogits, Helpers team = nullptr) {
    const auto row_loss = [=](std::size_t row) {
        const Real* x = logits + row * Columns;
        Real* dx = dlogits + row * Columns;
        const auto target = static_cast<std::size_t>(targets[row]);
        const Real largest = row_maximum<Columns>(x);
        const Real sum = shifted_exponentials<Columns>(x, dx, largest);
        const Real loss = std::log(sum) - (x[target] - largest);
        const auto scale = simd::broadcast(Real{1} / (sum * static_cast<Real>(Rows)));
        simd::for_each_vector<Real, Columns>(
            [&](std::size_t at, auto count) { simd::store<count>(dx + at, simd::load<count>(dx + at) * scale); });
        dx[target] -= Real{1} / static_cast<Real>(Rows);
        return loss;
    };
    return mean_over_rows<Rows, Columns * exponential_work, Real>(team, row_loss);
}

} // namespace tenon::kernels
