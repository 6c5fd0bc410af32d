// SPDX-License-Identifier: BSL-1.0
//
// A learning rate that goes evenly from one value to another.
#pragma once

#include "tenon/schedule/schedule.hpp"

#include <algorithm>
#include <cstddef>

namespace tenon {

/// `LinearDecay{.start = 0.1F, .steps = 1000}`: the rate goes in a straight line from `start` to `end`, which it has
/// from step number `steps` on. As torch.optim.lr_scheduler.LinearLR. Throws std::invalid_argument where `steps` is 0.
struct LinearDecay {
    float start;
    std::size_t steps;
    float end = 0;

    [[nodiscard]] float operator()(std::size_t step) const {
        detail::require_steps("LinearDecay::steps", steps);
        const double done = static_cast<double>(std::min(step, steps)) / static_cast<double>(steps);
        return static_cast<float>(start + (double{end} - start) * done);
    }
};

} // namespace tenon
