// SPDX-License-Identifier: BSL-1.0
//
// A learning rate that falls where a measurement no longer gets better.
#pragma once

#include "tenon/require.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>

namespace tenon {

/// `OnPlateau rate{{.start = 0.1F, .patience = 5}}`: after each validation, `rate.observe(loss)` tells how it went.
/// Where more than `patience` losses in a row were not below (1 - threshold) · the best one, the rate is multiplied by
/// `factor`, but does not fall below `least`. It takes no note of steps. As torch.optim.lr_scheduler.ReduceLROnPlateau,
/// for losses above 0.
class OnPlateau {
  public:
    struct Settings {
        float start;
        float factor = 0.1F;
        std::size_t patience = 10;
        double threshold = 1e-4;
        float least = 0;
    };

    /// Throws std::invalid_argument for a factor that is not from 0 to below 1, and for others that are below 0.
    explicit OnPlateau(const Settings& settings) : settings_(settings), rate_(settings.start) {
        detail::require_part("OnPlateau::factor", static_cast<double>(settings.factor));
        detail::require_not_negative("OnPlateau::start", static_cast<double>(settings.start));
        detail::require_not_negative("OnPlateau::threshold", settings.threshold);
        detail::require_not_negative("OnPlateau::least", static_cast<double>(settings.least));
    }

    void observe(double loss) {
        if (loss < best_ * (1 - settings_.threshold)) {
            best_ = loss;
            worse_ = 0;
        } else if (++worse_ > settings_.patience) {
            rate_ = std::max(rate_ * settings_.factor, settings_.least);
            worse_ = 0;
        }
    }
    /// The best loss so far; infinite before the first one.
    [[nodiscard]] double best() const { return best_; }

    [[nodiscard]] float operator()(std::size_t /*step*/) const { return rate_; }

    /// The bits of the rate, the best loss, and the losses since then.
    using State = std::array<std::uint32_t, 5>;
    [[nodiscard]] State state() const {
        const auto best = std::bit_cast<std::uint64_t>(best_);
        const auto worse = static_cast<std::uint64_t>(worse_);
        const auto low = [](std::uint64_t bits) { return static_cast<std::uint32_t>(bits); };
        return {std::bit_cast<std::uint32_t>(rate_), low(best), low(best >> 32U), low(worse), low(worse >> 32U)};
    }
    void set_state(const State& state) {
        const auto whole = [](std::uint64_t low, std::uint64_t high) { return high << 32U | low; };
        rate_ = std::bit_cast<float>(state[0]);
        best_ = std::bit_cast<double>(whole(state[1], state[2]));
        worse_ = static_cast<std::size_t>(whole(state[3], state[4]));
    }

  private:
    Settings settings_;
    float rate_;
    double best_ = std::numeric_limits<double>::infinity();
    std::size_t worse_ = 0;
};

} // namespace tenon
