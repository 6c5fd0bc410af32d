// SPDX-License-Identifier: BSL-1.0
//
// Losses that are a mean over numbers and their targets, row by row, and their gradient.
#pragma once

#include "tenon/kernels/row_losses.hpp"
#include "tenon/kernels/rows.hpp"
#include "tenon/kernels/team.hpp"
#include "tenon/simd/vector.hpp"

#include <array>
#include <cstddef>
#include <type_traits>

namespace tenon::kernels {

namespace detail {

/// The first `Count` numbers from memory, of whatever type they are there.
template <std::size_t Count, class Real, class Stored>
simd::Vector<Real> load_as(const Stored* from) {
    if constexpr (std::is_same_v<Real, Stored>) {
        return simd::load<Count>(from);
    } else {
        alignas(64) std::array<Real, simd::lanes<Real>> numbers{};
        for (std::size_t lane = 0; lane < Count; ++lane) numbers[lane] = static_cast<Real>(from[lane]);
        return simd::load<simd::lanes<Real>>(numbers.data());
    }
}

} // namespace detail

/// The mean of `rule.value(y, target)`, which is a Term, along a row (Columns).
template <std::size_t Columns, class Real, class Target, class Rule>
Real row_elementwise_loss(const Real* y, const Target* targets, const Rule& rule) {
    const auto [sum] = row_sums<1, Columns, Real>([&](std::size_t at, auto count) {
        return std::array{rule.value(simd::load<count>(y + at), detail::load_as<count, Real>(targets + at))};
    });
    return sum / static_cast<Real>(Columns);
}

/// The mean of `rule.value(y, target)` for y and targets (Rows, Columns), and its gradient
/// dy = rule.slope(y, target) / (Rows · Columns).
template <std::size_t Rows, std::size_t Columns, class Real, class Target, class Rule, class Helpers = std::nullptr_t>
Real elementwise_loss(const Real* y, const Target* targets, Real* dy, const Rule& rule, Helpers team = nullptr) {
    return mean_over_rows<Rows, Columns * element_work, Real>(team, [=, &rule](std::size_t row) {
        const auto share = simd::broadcast(Real{1} / static_cast<Real>(Rows * Columns));
        const Real* from = y + row * Columns;
        const Target* to = targets + row * Columns;
        simd::for_each_vector<Real, Columns>([&](std::size_t at, auto count) {
            const auto slope = rule.slope(simd::load<count>(from + at), detail::load_as<count, Real>(to + at));
            simd::store<count>(dy + row * Columns + at, slope * share);
        });
        return row_elementwise_loss<Columns>(from, to, rule);
    });
}

} // namespace tenon::kernels
