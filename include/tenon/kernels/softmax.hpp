// SPDX-License-Identifier: BSL-1.0
//
// Softmax, and cross-entropy with its gradient, row by row. A row is summed from left to right.
#pragma once

#include "tenon/kernels/rows.hpp"
#include "tenon/kernels/simd.hpp"

#include <array>
#include <cmath>
#include <cstddef>

namespace tenon::kernels {

/// exp(x - largest x) into y (Columns), and their sum.
template <std::size_t Columns, class Real>
Real shifted_exponentials(const Real* x, Real* y, Real largest) {
    simd::for_each_vector<Real, Columns>([&](std::size_t at, auto count) {
        simd::store<count>(y + at, simd::exponential(simd::load<count>(x + at) - simd::broadcast(largest)));
    });
    Real sum = 0;
    for (std::size_t column = 0; column < Columns; ++column) sum += y[column];
    return sum;
}

template <std::size_t Columns, class Real>
Real row_maximum(const Real* x) {
    Real largest = x[0];
    for (std::size_t column = 1; column < Columns; ++column) largest = x[column] > largest ? x[column] : largest;
    return largest;
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

/// −log softmax(logits)[target] of one row (Columns).
template <std::size_t Columns, class Real, class Token>
Real row_cross_entropy(const Real* logits, Token target) {
    std::array<Real, Columns> exponentials;
    const Real largest = row_maximum<Columns>(logits);
    return std::log(shifted_exponentials<Columns>(logits, exponentials.data(), largest)) -
           (logits[static_cast<std::size_t>(target)] - largest);
}

/// The mean over rows of −log softmax(logits)[target], for logits (Rows, Columns), and its gradient
/// dlogits = (softmax(logits) − onehot(target)) / Rows. Source: Bridle 1990; torch.nn.functional.cross_entropy.
template <std::size_t Rows, std::size_t Columns, class Real, class Token>
Real cross_entropy(const Real* logits, const Token* targets, Real* dlogits) {
    Real total = 0;
    for (std::size_t row = 0; row < Rows; ++row, logits += Columns, dlogits += Columns) {
        const auto target = static_cast<std::size_t>(targets[row]);
        const Real largest = row_maximum<Columns>(logits);
        const Real sum = shifted_exponentials<Columns>(logits, dlogits, largest);
        total += std::log(sum) - (logits[target] - largest);
        const auto scale = simd::broadcast(Real{1} / (sum * static_cast<Real>(Rows)));
        simd::for_each_vector<Real, Columns>([&](std::size_t at, auto count) {
            simd::store<count>(dlogits + at, simd::load<count>(dlogits + at) * scale);
        });
        dlogits[target] -= Real{1} / static_cast<Real>(Rows);
    }
    return total / static_cast<Real>(Rows);
}

} // namespace tenon::kernels
