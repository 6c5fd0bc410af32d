// SPDX-License-Identifier: BSL-1.0
//
// A learning rate that falls along half a cosine, again and again.
#pragma once

#include "tenon/schedule/schedule.hpp"

#include <cmath>
#include <cstddef>
#include <numbers>

namespace tenon {

/// `CosineRestarts{.peak = 0.1F, .period = 1000, .growth = 2}`: the rate falls from `peak` along half a cosine towards
/// `end`, and begins anew after `period` steps, then after `growth` times as many, and so on. Source: Loshchilov and
/// Hutter 2017, equation 5; torch.optim.lr_scheduler.CosineAnnealingWarmRestarts. Throws std::invalid_argument where
/// one of these is 0.
struct CosineRestarts {
    float peak;
    std::size_t period;
    std::size_t growth = 1;
    float end = 0;

    [[nodiscard]] float operator()(std::size_t step) const {
        detail::require_steps("CosineRestarts::period", period);
        detail::require_steps("CosineRestarts::growth", growth);
        std::size_t length = period;
        if (growth == 1) step %= length;
        for (; step >= length; length *= growth) step -= length;
        const double done = static_cast<double>(step) / static_cast<double>(length);
        return static_cast<float>(end + (double{peak} - end) * (0.5 + 0.5 * std::cos(std::numbers::pi * done)));
    }
};

} // namespace tenon
