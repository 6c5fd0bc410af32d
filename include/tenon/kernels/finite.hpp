// SPDX-License-Identifier: BSL-1.0
//
// Whether numbers are finite, told by their bits: no option of a compiler takes the answer for granted.
#pragma once

#include "tenon/kernels/team.hpp"
#include "tenon/simd/vector.hpp"

#include <array>
#include <atomic>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <type_traits>

namespace tenon::kernels {

/// Neither infinite nor NaN.
template <class Real>
constexpr bool is_finite(Real value) {
    using Bits = std::conditional_t<sizeof(Real) == 4, std::uint32_t, std::uint64_t>;
    constexpr auto exponent = std::bit_cast<Bits>(std::numeric_limits<Real>::infinity());
    return (std::bit_cast<Bits>(value) & exponent) != exponent;
}

/// Whether all of x (Size) are finite.
// A number times 0 is 0 if it is finite, and NaN otherwise, which no sum loses.
template <std::size_t Size, class Real, class Helpers = std::nullptr_t>
bool all_finite(const Real* x, Helpers team = nullptr) {
    constexpr std::size_t lanes = simd::lanes<Real>, chains = 4, whole = Size / (chains * lanes);
    std::atomic<bool> finite = true;
    const auto all_zero = [](simd::Vector<Real> sum) {
        alignas(64) std::array<Real, lanes> numbers;
        simd::store<lanes>(numbers.data(), sum);
        for (Real number : numbers) {
            if (!is_finite(number)) return false;
        }
        return true;
    };
    parallel_for<Size * term_work>(team, [&](auto part) {
        const auto zero = simd::rounded(simd::broadcast(Real{0})); // of which the compiler knows nothing
        std::array<simd::Vector<Real>, chains> sums;
        sums.fill(zero);
        for (std::size_t group = part.begin(whole); group < part.end(whole); ++group) {
            TENON_UNROLL
            for (std::size_t chain = 0; chain < chains; ++chain) {
                const auto value = simd::load<lanes>(x + (group * chains + chain) * lanes);
                sums[chain] = simd::multiply_add(value, zero, sums[chain]);
            }
        }
        if (!all_zero((sums[0] + sums[1]) + (sums[2] + sums[3]))) finite.store(false, std::memory_order_relaxed);
    });
    for (std::size_t at = whole * chains * lanes; at < Size; ++at) {
        if (!is_finite(x[at])) return false;
    }
    return finite.load(std::memory_order_relaxed);
}

} // namespace tenon::kernels
