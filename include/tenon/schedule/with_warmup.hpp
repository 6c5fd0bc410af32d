// SPDX-License-Identifier: BSL-1.0
//
// Another schedule behind an even rise.
#pragma once

#include "tenon/schedule/schedule.hpp"

#include <cstddef>

namespace tenon {

/// `WithWarmup{.steps = 100, .then = LinearDecay{...}}`: for `steps` steps the rate rises evenly to what `then`, a
/// schedule or a number, gives first, and then that schedule begins. As torch.optim.lr_scheduler.SequentialLR with a
/// LinearLR in front.
template <class Schedule>
struct WithWarmup {
    std::size_t steps;
    Schedule then;

    [[nodiscard]] float operator()(std::size_t step) const {
        if (step >= steps) return rate(step - steps);
        return rate(0) * static_cast<float>(step + 1) / static_cast<float>(steps);
    }

  private:
    static_assert(judge<detail::RateVerdict<Schedule, float>>());
    [[nodiscard]] float rate(std::size_t step) const { return detail::rate_at<float>(then, step); }
};
template <class Schedule>
WithWarmup(std::size_t, Schedule) -> WithWarmup<Schedule>;

} // namespace tenon
