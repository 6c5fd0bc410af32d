// SPDX-License-Identifier: BSL-1.0
//
// Convolutions of few channels, each of which lies in a row of its own: several positions fill a vector even where
// there are fewer channels than lanes. The order of a sum is that of `kernels/convolution.hpp`.
#pragma once

#include "tenon/kernels/convolution.hpp"
#include "tenon/kernels/strips.hpp"
#include "tenon/kernels/team.hpp"
#include "tenon/simd/vector.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <type_traits>

namespace tenon::kernels {

namespace detail {

/// Outputs of a tile and vectors of positions beside one another: 8 sums hide the latency of an addition, and with more
/// than 8 the processor has no registers left for what it multiplies.
constexpr std::size_t planar_height(std::size_t outputs, std::size_t width) {
    if (width == 1) return std::min<std::size_t>(outputs, 8);
    if (outputs <= 4) return outputs;
    return outputs % 4 == 0 || outputs % 3 != 0 ? 4 : 3;
}
constexpr std::size_t planar_width(std::size_t outputs) { return outputs == 1 ? 4 : 2; }

/// One tile: `Height` outputs at the positions of a strip.
template <std::size_t Height, std::size_t Taps, std::size_t Channels, std::size_t Outputs, std::size_t Stride,
          class Strip, class Real, class Finish>
struct PlanarTile {
    static constexpr std::size_t each = taps_in_chain(Taps, Channels), chains = (Taps + each - 1) / each;
    using Sums = std::array<typename Strip::Vectors, Height>;

    const std::array<const Real*, Taps>& taps;
    std::size_t stride, row, position;
    const Real* weight;
    const Real* start;
    Real* y;
    const Finish& finish;

    void run() const {
        for (std::size_t chain = 0; chain < chains; ++chain) {
            Sums sums;
            TENON_UNROLL
            for (std::size_t at = 0; at < Height; ++at)
                sums[at] = Strip::filled(chain == 0 && start ? start[row + at] : Real{0});
            const std::size_t end = std::min(Taps, (chain + 1) * each);
            for (std::size_t tap = chain * each; tap < end; ++tap) {
                const Real* from = taps[tap] + position;
                const Real* left = weight + tap * Channels * Outputs + row;
                for (std::size_t channel = 0; channel < Channels; ++channel, from += stride, left += Outputs)
                    add(from, left, sums);
            }
            TENON_UNROLL
            for (std::size_t at = 0; at < Height; ++at) {
                Real* const to = y + (row + at) * Stride + position;
                auto sum = sums[at];
                if (chain > 0) sum = Strip::sum(Strip::load(to), sum);
                if (chain + 1 == chains) sum = finish.along_positions(row + at, position, sum, Strip{});
                Strip::store(to, sum);
            }
        }
    }

  private:
    static void add(const Real* from, const Real* left, Sums& sums) {
        const auto right = Strip::load_held(from);
        TENON_UNROLL
        for (std::size_t at = 0; at < Height; ++at) {
            const auto factor = simd::broadcast(left[at]);
            TENON_UNROLL
            for (std::size_t index = 0; index < Strip::width; ++index)
                sums[at][index] = simd::multiply_add(factor, right[index], sums[at][index]);
        }
    }
};

/// The outputs of a strip at a lone position: all chains at once.
template <std::size_t Taps, std::size_t Channels, std::size_t Outputs, class Strip, class Real>
struct LonePosition {
    static constexpr std::size_t each = taps_in_chain(Taps, Channels), chains = (Taps + each - 1) / each;
    using Vectors = typename Strip::Vectors;

    const std::array<const Real*, Taps>& taps;
    std::size_t stride;
    const Real* weight;
    const Real* start;

    [[nodiscard]] Vectors sum() const {
        std::array<Vectors, chains> sums;
        sums.fill(Strip::filled(0));
        if (start) sums[0] = Strip::load(start);
        for (std::size_t tap = 0; tap < each; ++tap) {
            for (std::size_t channel = 0; channel < Channels; ++channel) {
                TENON_UNROLL
                for (std::size_t chain = 0; chain < chains; ++chain) {
                    const std::size_t all = chain * each + tap;
                    if (all < Taps) add(all, channel, sums[chain]);
                }
            }
        }
        Vectors total = sums[0];
        TENON_UNROLL
        for (std::size_t chain = 1; chain < chains; ++chain) total = Strip::sum(total, sums[chain]);
        return total;
    }

  private:
    void add(std::size_t tap, std::size_t channel, Vectors& sum) const {
        const auto right = Strip::load(weight + (tap * Channels + channel) * Outputs);
        const auto left = simd::broadcast(taps[tap][channel * stride]);
        TENON_UNROLL
        for (std::size_t index = 0; index < Strip::width; ++index)
            sum[index] = simd::multiply_add(left, right[index], sum[index]);
    }
};

} // namespace detail

/// y (Outputs, Positions) = start (Outputs, or 0 for a nullptr) + Σ weight_jᵀ · x_j over the taps j, for weight (Taps,
/// Channels, Outputs) and x_j (Channels, Positions), which begins at taps[j] and whose rows lie `stride` apart. Before
/// it is stored a sum goes through `finish.along_positions(output, position, vectors, strip)`, or for a lone position,
/// where lanes are outputs, through `finish.along_outputs(output, vectors, strip)`.
/// `finish` may read y itself only where there is a single tap: longer sums pass through y.
template <std::size_t Positions, std::size_t Taps, std::size_t Channels, std::size_t Outputs, class Real, class Finish>
void convolve_planar(const std::array<const Real*, Taps>& taps, std::size_t stride, const Real* weight,
                     const Real* start, Real* y, const Finish& finish) {
    if constexpr (Positions == 1) {
        simd::for_each_strip<Real, Outputs, detail::tile_sums>([&](std::size_t output, auto strip) {
            using Strip = decltype(strip);
            detail::LonePosition<Taps, Channels, Outputs, Strip, Real> lone{taps, stride, weight + output,
                                                                            start ? start + output : nullptr};
            Strip::store(y + output, finish.along_outputs(output, lone.sum(), strip));
        });
    } else {
        simd::for_each_strip<Real, Positions, detail::planar_width(Outputs)>([&](std::size_t position, auto strip) {
            using Strip = decltype(strip);
            constexpr std::size_t height = detail::planar_height(Outputs, Strip::width),
                                  whole = Outputs / height * height;
            const auto run = [&](auto rows, std::size_t row) {
                detail::PlanarTile<rows, Taps, Channels, Outputs, Positions, Strip, Real, Finish>{
                    taps, stride, row, position, weight, start, y, finish}
                    .run();
            };
            for (std::size_t row = 0; row < whole; row += height)
                run(std::integral_constant<std::size_t, height>{}, row);
            if constexpr (whole < Outputs) run(std::integral_constant<std::size_t, Outputs - whole>{}, whole);
        });
    }
}

} // namespace tenon::kernels
