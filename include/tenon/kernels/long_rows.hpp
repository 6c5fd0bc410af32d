// SPDX-License-Identifier: BSL-1.0
//
// What is done with all numbers of a block whose length is known when it runs: parameters, gradients.
#pragma once

#include "tenon/kernels/rows.hpp"
#include "tenon/simd/vector.hpp"

#include <array>
#include <cstddef>
#include <type_traits>

namespace tenon::kernels {

/// Calls `body(at, count)` for all of `size` numbers, a vector at a time and the last ones one by one.
template <class Real, class Body>
void for_each_vector_of(std::size_t size, const Body& body) {
    constexpr std::size_t lanes = simd::lanes<Real>;
    const std::size_t whole = size / lanes * lanes;
    for (std::size_t at = 0; at < whole; at += lanes) body(at, std::integral_constant<std::size_t, lanes>{});
    for (std::size_t at = whole; at < size; ++at) body(at, std::integral_constant<std::size_t, 1>{});
}

/// Σ x² of x (size), in the same order on every processor: pieces are added in `Real`, and their sums in double, so
/// that a long sum is as exact as a short one.
template <class Real>
double sum_of_squares(const Real* x, std::size_t size) {
    constexpr std::size_t piece = 1024;
    const auto squares = [x](std::size_t from) {
        return [x = x + from](std::size_t at, auto count) {
            const auto value = simd::load<count>(x + at);
            return std::array{Term<Real>{value, value}};
        };
    };
    double total = 0;
    std::size_t at = 0;
    for (; at + piece <= size; at += piece) total += static_cast<double>(row_sums<1, piece, Real>(squares(at))[0]);
    for (; at < size; ++at) total += static_cast<double>(x[at]) * static_cast<double>(x[at]);
    return total;
}

} // namespace tenon::kernels
