// SPDX-License-Identifier: BSL-1.0
//
// Convolutions over positions: products whose left side is read at several places at once, one for each tap. The sum of
// an output is cut into chains of whole taps, so its bits depend neither on how many positions are done at a time nor
// on the width of a vector.
#pragma once

#include "tenon/kernels/matmul.hpp"
#include "tenon/kernels/strips.hpp"
#include "tenon/kernels/team.hpp"
#include "tenon/simd/vector.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

namespace tenon::kernels {

/// Distances in memory between neighbouring positions of the input and of the output, and between rows of the weight.
struct ConvolutionStrides {
    std::size_t x, y, weight;
};

namespace detail {

/// A chain is about this long, so that a lone position has several to work on: an addition takes four cycles.
inline constexpr std::size_t convolution_chain = 16;

constexpr std::size_t taps_in_chain(std::size_t taps, std::size_t channels) {
    return std::clamp<std::size_t>(convolution_chain / channels, 1, taps);
}

/// One tile: `Height` positions, and the columns of a strip.
template <std::size_t Height, std::size_t Taps, std::size_t Channels, ConvolutionStrides Step, class Strip, class Real>
struct ConvolutionTile {
    static constexpr std::size_t each = taps_in_chain(Taps, Channels), chains = (Taps + each - 1) / each;
    using Sums = std::array<typename Strip::Vectors, Height>;

    const std::array<const Real*, Taps>& taps;
    std::size_t row;
    const Real* weight;
    const Real* start;
    Real* y;

    void run() const {
        if constexpr (Height * Strip::width * chains <= tile_sums) {
            std::array<Sums, chains> sums;
            TENON_UNROLL
            for (std::size_t chain = 0; chain < chains; ++chain) sums[chain] = begin(chain);
            for (std::size_t tap = 0; tap < each; ++tap) {
                for (std::size_t channel = 0; channel < Channels; ++channel) {
                    TENON_UNROLL
                    for (std::size_t chain = 0; chain < chains; ++chain) {
                        if (chain * each + tap < Taps) add(chain * each + tap, channel, sums[chain]);
                    }
                }
            }
            TENON_UNROLL
            for (std::size_t at = 0; at < Height; ++at) {
                auto sum = sums[0][at];
                TENON_UNROLL
                for (std::size_t chain = 1; chain < chains; ++chain) sum = Strip::sum(sum, sums[chain][at]);
                Strip::store(y + at * Step.y, sum);
            }
        } else {
            for (std::size_t chain = 0; chain < chains; ++chain) {
                Sums sums = begin(chain);
                const std::size_t end = std::min(Taps, (chain + 1) * each);
                for (std::size_t tap = chain * each; tap < end; ++tap) {
                    for (std::size_t channel = 0; channel < Channels; ++channel) add(tap, channel, sums);
                }
                TENON_UNROLL
                for (std::size_t at = 0; at < Height; ++at) {
                    Real* const to = y + at * Step.y;
                    Strip::store(to, chain == 0 ? sums[at] : Strip::sum(Strip::load(to), sums[at]));
                }
            }
        }
    }

  private:
    [[nodiscard]] Sums begin(std::size_t chain) const {
        Sums sums;
        sums.fill(chain == 0 && start ? Strip::load(start) : Strip::filled(0));
        return sums;
    }
    /// The products with one row of the weight.
    void add(std::size_t tap, std::size_t channel, Sums& sums) const {
        const auto right = Strip::load_held(weight + (tap * Channels + channel) * Step.weight);
        const Real* const from = taps[tap] + row * Step.x + channel;
        TENON_UNROLL
        for (std::size_t at = 0; at < Height; ++at) {
            const auto left = simd::broadcast(from[at * Step.x]);
            TENON_UNROLL
            for (std::size_t index = 0; index < Strip::width; ++index)
                sums[at][index] = simd::multiply_add(left, right[index], sums[at][index]);
        }
    }
};

} // namespace detail

/// y (Rows, Columns) = start (Columns, or 0 for a nullptr) + Σ x_j · weight_j over the taps j, for weight (Taps,
/// Channels, Columns) and x_j (Rows, Channels), which begins at taps[j].
template <std::size_t Rows, std::size_t Taps, std::size_t Channels, std::size_t Columns, ConvolutionStrides Step,
          class Real>
void convolve(const std::array<const Real*, Taps>& taps, const Real* weight, const Real* start, Real* y) {
    constexpr std::size_t widest = std::clamp<std::size_t>(detail::tile_sums / Rows, 2, detail::tile_sums);
    simd::for_each_strip<Real, Columns, widest>([&](std::size_t column, auto strip) {
        using Strip = decltype(strip);
        detail::for_each_tile<Rows, Columns, Strip>(column, Whole{}, [&](auto height, std::size_t row) {
            detail::ConvolutionTile<height, Taps, Channels, Step, Strip, Real>{
                taps, row, weight + column, start ? start + column : nullptr, y + row * Step.y + column}
                .run();
        });
    });
}

/// Row t of `to` (Rows, Taps, Channels) becomes rows Step · t + j · Dilation of `from`, which lie `FromStride` apart,
/// for all j below Taps.
template <std::size_t Rows, std::size_t Taps, std::size_t Channels, std::size_t Step, std::size_t Dilation,
          std::size_t FromStride, class Real>
void unfold(const Real* from, Real* to) {
    for (std::size_t row = 0; row < Rows; ++row) {
        for (std::size_t tap = 0; tap < Taps; ++tap, to += Channels)
            std::copy_n(from + (Step * row + tap * Dilation) * FromStride, Channels, to);
    }
}

/// The other way round: what `unfold` copied is added to `Positions` rows of `to`, of which the first `Front` and all
/// behind are left out.
template <std::size_t Rows, std::size_t Taps, std::size_t Channels, std::size_t Step, std::size_t Dilation,
          std::size_t ToStride, std::size_t Front, std::size_t Positions, class Real>
void fold(const Real* from, Real* to) {
    for (std::size_t row = 0; row < Rows; ++row) {
        for (std::size_t tap = 0; tap < Taps; ++tap, from += Channels) {
            const std::size_t position = Step * row + tap * Dilation;
            if (position < Front || position >= Front + Positions) continue;
            Real* const into = to + (position - Front) * ToStride;
            for (std::size_t channel = 0; channel < Channels; ++channel) into[channel] += from[channel];
        }
    }
}

} // namespace tenon::kernels
