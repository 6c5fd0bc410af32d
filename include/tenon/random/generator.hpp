// SPDX-License-Identifier: BSL-1.0
//
// The random numbers of `torch.manual_seed` on the CPU, number by number.
#pragma once

#include "tenon/random/mt19937.hpp"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numbers>
#include <optional>
#include <span>
#include <type_traits>

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

    /// `torch.randint(0, bound, (1,))`, for a bound of 1 to 2^32 − 1.
    std::uint32_t randint(std::uint32_t bound) { return engine_() % bound; }

    /// `torch.multinomial(weights, 1)`: an index, as likely as its weight. Weights are not negative and not all 0.
    std::size_t multinomial(std::span<const float> weights) {
        std::size_t best = 0;
        float best_ratio = -1;
        for (std::size_t index = 0; index < weights.size(); ++index) {
            const double share = uniform<double>();
            // −log(1 − u) is at least u: most indices cannot win, and need no logarithm.
            if (1.0001 * static_cast<double>(weights[index]) < share * static_cast<double>(best_ratio)) continue;
            const auto exponential = static_cast<float>(-std::log1p(-share));
            const float ratio = weights[index] / exponential;
            if (ratio > best_ratio) {
                best = index;
                best_ratio = ratio;
            }
        }
        return best;
    }

  private:
    /// In [0, 1): 24 bits for a float, 53 for a double.
    template <class Real>
    Real uniform() {
        if constexpr (std::is_same_v<Real, float>) {
            return static_cast<float>(engine_() & 0xffffffU) * 0x1p-24F;
        } else {
            const std::uint64_t high = engine_();
            const std::uint64_t low = engine_();
            return static_cast<double>(((high << 32) | low) & 0x1fffffffffffffU) * 0x1p-53;
        }
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
