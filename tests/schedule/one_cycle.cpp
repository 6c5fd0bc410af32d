// SPDX-License-Identifier: BSL-1.0
//
// One rise and one fall: OneCycleLR.
#include "tenon/schedule/one_cycle.hpp"

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

static_assert(ScheduleOf<OneCycle, float> && ScheduleOf<OneCycle, double>);

BOOST_AUTO_TEST_CASE(rates_are_those_of_pytorch) {
    check_rates(OneCycle{.peak = 0.5F, .steps = 20}, torch_rates("OneCycle")[0]);
    check_rates(OneCycle{.peak = 0.5F, .steps = 11, .rise = 0.5, .start_divisor = 5, .end_divisor = 10},
                torch_rates("OneCycle")[1]);
}

BOOST_AUTO_TEST_CASE(behind_its_steps_it_stays_at_the_end) {
    const OneCycle schedule{.peak = 1, .steps = 8, .start_divisor = 4, .end_divisor = 2};
    BOOST_TEST(std::abs(schedule(7) - 0.125F) < 1e-6F);
    BOOST_TEST(schedule(7) == schedule(1'000));
}

BOOST_AUTO_TEST_CASE(few_steps_give_finite_rates) {
    for (std::size_t steps = 1; steps < 6; ++steps) {
        for (std::size_t step = 0; step < 6; ++step)
            BOOST_TEST(std::isfinite((OneCycle{.peak = 1, .steps = steps}(step))), steps << " steps, at " << step);
    }
}

BOOST_AUTO_TEST_CASE(no_steps_are_refused) {
    BOOST_TEST(thrown<std::invalid_argument>([] { return OneCycle{.peak = 1, .steps = 0}(0); }) ==
               "OneCycle::steps is 0, expected at least 1");
}
