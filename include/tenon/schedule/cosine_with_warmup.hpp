// SPDX-License-Identifier: BSL-1.0
//
// A learning rate that rises at first and then falls along half a cosine.
#pragma once

#include "tenon/schedule/schedule.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numbers>
#include <stdexcept>
#include <string>

namespace tenon {

/// `CosineWithWarmup{.peak = 1e-3F, .warmup = 100, .steps = 10'000}`: for `warmup` steps the rate rises evenly to
/// `peak`, then it falls along half a cosine, to reach `end` at step number `steps` (counted from 0), where it stays.
/// Source: Loshchilov and Hutter 2017, equation 5; with torch.optim.lr_scheduler a LinearLR before a CosineAnnealingLR.
/// Throws std::invalid_argument where `steps` is 0 or less than `warmup`.
struct CosineWithWarmup {
    float peak;
    std::size_t warmup = 0;
    std::size_t steps;
    float end = 0;

    [[nodiscard]] float operator()(std::size_t step) const {
        detail::require_steps("CosineWithWarmup::steps", steps);
        if (warmup > steps) refuse();
        if (step < warmup) return peak * static_cast<float>(step + 1) / static_cast<float>(warmup);
        if (step >= steps) return end;
        const double done = static_cast<double>(step - warmup) / static_cast<double>(steps - warmup);
        return end + (peak - end) * static_cast<float>(0.5 + 0.5 * std::cos(std::numbers::pi * done));
    }

  private:
    [[noreturn]] void refuse() const {
        detail::fail<std::invalid_argument>([this] {
            return "CosineWithWarmup::warmup is " + std::to_string(warmup) + ", expected at most its steps, " +
                   std::to_string(steps);
        });
    }
};

} // namespace tenon
