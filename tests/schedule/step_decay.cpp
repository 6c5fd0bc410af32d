// SPDX-License-Identifier: BSL-1.0
//
// A rate that falls in steps: those of StepLR and ExponentialLR.
#include "tenon/schedule/step_decay.hpp"

#include "support/schedule_rates.hpp"
#include "support/thrown.hpp"

#include "tenon/schedule/schedule.hpp"

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <cstddef>
#include <stdexcept>

using namespace tenon;
using tenon::test::check_rates;
using tenon::test::thrown;
using tenon::test::torch_rates;

static_assert(ScheduleOf<StepDecay, float> && ScheduleOf<StepDecay, double>);

BOOST_AUTO_TEST_CASE(rates_are_those_of_pytorch) {
    check_rates(StepDecay{.start = 1, .factor = 0.5F, .every = 3}, torch_rates("StepDecay")[0]);
    check_rates(StepDecay{.start = 1, .factor = 0.9F, .every = 1}, torch_rates("StepDecay")[1]);
}

BOOST_AUTO_TEST_CASE(no_distance_is_refused) {
    BOOST_TEST(thrown<std::invalid_argument>([] { return StepDecay{.start = 1, .every = 0}(3); }) ==
               "StepDecay::every is 0, expected at least 1");
}
