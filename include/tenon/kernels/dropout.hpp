// SPDX-License-Identifier: BSL-1.0
//
// Which elements are dropped: a number for each element, from a key and the element's index alone, so that it depends
// neither on the width of a vector nor on who computes it.
#pragma once

#include "tenon/dsl/compiler.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace tenon::kernels {

/// A bijection of 32 bits in which every bit of the result depends on all of the argument. Source: Ettinger's
/// "lowbias32".
constexpr std::uint32_t mixed(std::uint32_t bits) {
    bits = (bits ^ (bits >> 16)) * 0x7feb352dU;
    bits = (bits ^ (bits >> 15)) * 0x846ca68bU;
    return bits ^ (bits >> 16);
}

/// A key made of a key and a number.
constexpr std::uint64_t derived(std::uint64_t key, std::uint64_t number) {
    // The step of a SplitMix64 generator. Source: Steele, Lea and Flood, 2014.
    std::uint64_t bits = key + (number + 1) * 0x9e3779b97f4a7c15ULL;
    bits = (bits ^ (bits >> 30)) * 0xbf58476d1ce4e5b9ULL;
    bits = (bits ^ (bits >> 27)) * 0x94d049bb133111ebULL;
    return bits ^ (bits >> 31);
}

/// factor (Size) = 0 for an element that is dropped, with a probability of `percent` in 100, and 100 / (100 − percent)
/// for the others. `first` is the number of the first element among all that the key ever stands for.
template <std::size_t Size, class Real>
void dropout_factors(std::uint64_t key, std::uint64_t first, int percent, Real* factor) {
    const auto limit = static_cast<std::uint32_t>((std::uint64_t{1} << 32) * static_cast<unsigned>(percent) / 100);
    const Real kept = Real{100} / static_cast<Real>(100 - percent);
    // Elements whose numbers differ in the low half alone share a key, and that half is what vectors compute with.
    for (std::size_t done = 0; done < Size;) {
        const std::uint64_t shared = derived(key, first >> 32U);
        const auto low = static_cast<std::uint32_t>(shared), high = static_cast<std::uint32_t>(shared >> 32);
        const auto begin = static_cast<std::uint32_t>(first);
        const std::size_t count = std::min<std::uint64_t>(Size - done, (std::uint64_t{1} << 32U) - begin);
        for (std::size_t index = 0; index < count; ++index) {
            const std::uint32_t bits = mixed(mixed((begin + static_cast<std::uint32_t>(index)) ^ low) ^ high);
            factor[done + index] = bits < limit ? Real{0} : kept;
        }
        done += count;
        first += count;
    }
}

} // namespace tenon::kernels
