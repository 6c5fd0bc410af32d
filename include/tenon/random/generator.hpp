// SPDX-License-Identifier: BSL-1.0
//
// The random numbers of `torch.manual_seed` on the CPU, number by number.
#pragma once

#include "tenon/fail.hpp"
#include "tenon/random/mt19937.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <numbers>
#include <optional>
#include <span>
#include <stdexcept>
#include <type_traits>
#include <utility>

namespace tenon {

/// PyTorch's CPU generator. The same calls in the same order give PyTorch's numbers: whole numbers exactly, reals to
/// the last bits of their sine and logarithm.
class Generator {
  public:
    /// `torch.manual_seed(seed)`, which looks at the low 32 bits.
    explicit Generator(std::uint64_t seed) : engine_(Mt19937::from_number(static_cast<std::uint32_t>(seed))) {}

    /// `torch.randn(values.size())`: standard normal numbers by Box and Muller, floats or doubles.
    /// Fewer than 16 are drawn one at a time, more in blocks of 16.
    template <class Real>
    void randn(std::span<Real> values) {
        if (values.size() < 16) {
            for (Real& value : values) value = static_cast<Real>(normal());
            return;
        }
        for (Real& value : values) value = uniform<Real>();
        for (std::size_t block = 0; block + 16 <= values.size(); block += 16) box_muller(values.data() + block);
        if (values.size() % 16 != 0) {
            const auto last = values.last(16);
            for (Real& value : last) value = uniform<Real>();
            box_muller(last.data());
        }
    }

    /// `torch.rand(1)` of that type: in [0, 1), 24 bits for a float, 53 for a double.
    template <class Real = float>
    Real uniform() {
        if constexpr (std::is_same_v<Real, float>) {
            return static_cast<float>(engine_() & 0xffffffU) * 0x1p-24F;
        } else {
            const std::uint64_t high = engine_();
            const std::uint64_t low = engine_();
            return static_cast<double>(((high << 32) | low) & 0x1fffffffffffffU) * 0x1p-53;
        }
    }

    /// `torch.randint(0, bound, (1,))`, for a bound of 1 to 2^32 − 1. Throws std::invalid_argument for 0.
    std::uint32_t randint(std::uint32_t bound) {
        if (bound == 0) {
            detail::fail<std::invalid_argument>([] { return "randint: the bound is 0, expected at least 1"; });
        }
        return engine_() % bound;
    }

    /// `torch.randperm(order.size())`: the numbers from 0 on in a random order. At most 2^32 − 1 of them.
    void randperm(std::span<std::uint32_t> order) {
        for (std::size_t index = 0; index < order.size(); ++index) order[index] = static_cast<std::uint32_t>(index);
        for (std::size_t at = 0; at + 1 < order.size(); ++at) {
            const auto left = static_cast<std::uint32_t>(order.size() - at);
            std::swap(order[at], order[at + randint(left)]);
        }
    }

    /// `torch.multinomial(weights, 1)`: an index, as likely as its weight. The largest weight / −log(1 − u) wins, u
    /// being a uniform number for each. Throws std::invalid_argument for weights that are negative, not finite, or all
    /// 0.
    std::size_t multinomial(std::span<const float> weights) {
        require_weights(weights);
        std::size_t best = 0;
        float best_ratio = -1;
        for (std::size_t begin = 0; begin < weights.size(); begin += some) {
            const auto [shares, bounds] = draws(weights.subspan(begin, std::min(some, weights.size() - begin)));
            const auto enter = [&](std::size_t index) {
                const float ratio = weights[begin + index] / static_cast<float>(-std::log1p(-shares[index]));
                if (ratio > best_ratio || (ratio == best_ratio && begin + index < best)) {
                    best = begin + index;
                    best_ratio = ratio;
                }
            };
            // As whole numbers, since compilers look for the largest one of those in vectors: 0.1 µs less for 27.
            std::int32_t top = 0;
            for (float bound : bounds) top = std::max(top, std::bit_cast<std::int32_t>(bound));
            std::size_t likely = 0;
            while (likely < some && std::bit_cast<std::int32_t>(bounds[likely]) != top) ++likely;
            if (likely < some) enter(likely);
            for (std::size_t index = 0; index < some; ++index) {
                if (bounds[index] >= best_ratio && index != likely) enter(index);
            }
        }
        return best;
    }

    /// All that the next numbers follow from: the engine's state, and a normal number that is kept for the next call,
    /// as its presence and two halves of its bits.
    using State = std::array<std::uint32_t, 628>;
    [[nodiscard]] State state() const {
        State state{};
        const Mt19937::State engine = engine_.state();
        std::copy_n(engine.begin(), engine.size(), state.begin());
        const auto bits = std::bit_cast<std::uint64_t>(kept_.value_or(0));
        state[625] = kept_.has_value() ? 1 : 0;
        state[626] = static_cast<std::uint32_t>(bits);
        state[627] = static_cast<std::uint32_t>(bits >> 32U);
        return state;
    }
    /// Throws std::invalid_argument for what is no state.
    void set_state(const State& state) {
        Mt19937::State engine;
        std::copy_n(state.begin(), engine.size(), engine.begin());
        engine_.set_state(engine);
        kept_.reset();
        if (state[625] != 0) kept_ = std::bit_cast<double>(std::uint64_t{state[627]} << 32U | state[626]);
    }

  private:
    static void require_weights(std::span<const float> weights) {
        // Finite numbers of at least 0 are ordered as their bits are.
        std::uint32_t largest = 0;
        for (float weight : weights) largest = std::max(largest, std::bit_cast<std::uint32_t>(weight + 0.0F));
        if (largest > 0 && largest < std::bit_cast<std::uint32_t>(std::numeric_limits<float>::infinity())) return;
        detail::fail<std::invalid_argument>([] {
            return "multinomial: weights are negative, not finite or all 0, expected finite ones of at least 0";
        });
    }

    /// Numbers drawn for some weights, and bounds of weight / −log(1 − u): the logarithm is at least u, so that most
    /// weights cannot win and need none.
    static constexpr std::size_t some = 32;
    struct Draws {
        std::array<double, some> shares;
        std::array<float, some> bounds;
    };
    Draws draws(std::span<const float> weights) {
        std::array<std::uint32_t, 2 * some> bits{};
        std::array<float, some> padded;
        engine_.fill(std::span(bits).first(2 * weights.size()));
        padded.fill(-1);
        std::ranges::copy(weights, padded.begin());
        Draws result;
        for (std::size_t index = 0; index < some; ++index) {
            const double high = bits[2 * index] & 0x1fffffU, low = bits[2 * index + 1];
            result.shares[index] = (high * 0x1p32 + low) * 0x1p-53;
            result.bounds[index] = padded[index] / static_cast<float>(result.shares[index]) * 1.0001F;
        }
        return result;
    }

    /// One normal number; its twin, the sine, is kept for the next call.
    double normal() {
        if (kept_) {
            const double value = *kept_;
            kept_.reset();
            return value;
        }
        const double angle = 2 * std::numbers::pi * uniform<double>();
        const double radius = std::sqrt(-2 * std::log1p(-uniform<double>()));
        kept_ = radius * std::sin(angle);
        return radius * std::cos(angle);
    }

    /// 16 uniform numbers into 16 normal ones.
    template <class Real>
    static void box_muller(Real* values) {
        for (std::size_t index = 0; index < 8; ++index) {
            const Real radius = std::sqrt(Real{-2} * std::log(Real{1} - values[index]));
            const auto angle = static_cast<Real>(2 * std::numbers::pi * static_cast<double>(values[index + 8]));
            values[index] = radius * std::cos(angle);
            values[index + 8] = radius * std::sin(angle);
        }
    }

    Mt19937 engine_;
    std::optional<double> kept_;
};

} // namespace tenon
