// SPDX-License-Identifier: BSL-1.0
//
// A rise in front of any schedule: SequentialLR.
#include "tenon/schedule/with_warmup.hpp"

#include "support/schedule_rates.hpp"

#include "tenon/schedule/schedule.hpp"
#include "tenon/schedule/step_decay.hpp"

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <cstddef>

using namespace tenon;
using tenon::test::check_rates;
using tenon::test::torch_rates;

static_assert(ScheduleOf<WithWarmup<StepDecay>, float> && ScheduleOf<WithWarmup<StepDecay>, double>);

BOOST_AUTO_TEST_CASE(rates_are_those_of_pytorch) {
    const StepDecay falling{.start = 1, .factor = 0.5F, .every = 2};
    check_rates(WithWarmup{.steps = 4, .then = falling}, torch_rates("WithWarmup"));
}

BOOST_AUTO_TEST_CASE(any_function_of_a_step_may_follow) {
    const WithWarmup schedule{2, [](std::size_t step) { return step == 0 ? 0.5 : 0.25; }};
    BOOST_TEST((schedule(0) == 0.25F && schedule(1) == 0.5F && schedule(2) == 0.5F && schedule(3) == 0.25F));
}

BOOST_AUTO_TEST_CASE(a_rise_over_no_steps_is_none) {
    const WithWarmup schedule{.steps = 0, .then = StepDecay{.start = 0.5F, .factor = 0.5F, .every = 1}};
    BOOST_TEST((schedule(0) == 0.5F && schedule(1) == 0.25F));
}

BOOST_AUTO_TEST_CASE(a_number_may_follow) {
    const WithWarmup schedule{.steps = 2, .then = 0.5F};
    BOOST_TEST((schedule(0) == 0.25F && schedule(1) == 0.5F && schedule(100) == 0.5F));
}
