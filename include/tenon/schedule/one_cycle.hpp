// SPDX-License-Identifier: BSL-1.0
//
// A learning rate that rises once and falls once.
#pragma once

#include "tenon/require.hpp"
#include "tenon/schedule/schedule.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numbers>

namespace tenon {

/// `OneCycle{.peak = 0.1F, .steps = 1000}`: from peak / start_divisor the rate rises along half a cosine for the first
/// share `rise` of the steps, and then falls along another to peak / start_divisor / end_divisor in the last one.
/// Source: Smith and Topin, "Super-convergence", 2019; torch.optim.lr_scheduler.OneCycleLR, of its rates alone. Throws
/// std::invalid_argument where `steps` is 0, a divisor is not above 0, or `rise` not from 0 to 1.
struct OneCycle {
    float peak;
    std::size_t steps;
    double rise = 0.3;
    double start_divisor = 25;
    double end_divisor = 1e4;

    [[nodiscard]] float operator()(std::size_t step) const {
        detail::require_steps("OneCycle::steps", steps);
        detail::require_share("OneCycle::rise", rise);
        detail::require_positive("OneCycle::start_divisor", start_divisor);
        detail::require_positive("OneCycle::end_divisor", end_divisor);
        const double start = peak / start_divisor, end = start / end_divisor;
        const double top = rise * static_cast<double>(steps) - 1, last = static_cast<double>(steps) - 1;
        const double at = std::min(static_cast<double>(step), last);
        if (at <= top) return between(start, peak, top > 0 ? at / top : 1);
        return between(peak, end, (at - top) / (last - top));
    }

  private:
    static float between(double from, double to, double done) {
        return static_cast<float>(to + (from - to) * (0.5 + 0.5 * std::cos(std::numbers::pi * done)));
    }
};

} // namespace tenon
