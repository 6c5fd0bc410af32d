// SPDX-License-Identifier: BSL-1.0
//
// A learning rate that falls by a factor at even distances.
#pragma once

#include "tenon/schedule/schedule.hpp"

#include <cmath>
#include <cstddef>

namespace tenon {

/// `StepDecay{.start = 0.1F, .factor = 0.5F, .every = 1000}`: 0.1, from step 1,000 on 0.05, from 2,000 on 0.025, and so
/// on; with `every` 1 the rate falls exponentially. As torch.optim.lr_scheduler.StepLR and ExponentialLR. Throws
/// std::invalid_argument where `every` is 0.
struct StepDecay {
    float start;
    float factor = 0.1F;
    std::size_t every;

    [[nodiscard]] float operator()(std::size_t step) const {
        detail::require_steps("StepDecay::every", every);
        const std::size_t falls = step / every;
        return static_cast<float>(start * std::pow(double{factor}, static_cast<double>(falls)));
    }
};

} // namespace tenon
