// SPDX-License-Identifier: BSL-1.0
//
// A rise in equal steps and half a cosine: the rates of PyTorch's schedulers.
#include "tenon/schedule/cosine_with_warmup.hpp"

#include "support/reference.hpp"
#include "support/thrown.hpp"

#include "tenon/schedule/piecewise_constant.hpp"
#include "tenon/schedule/schedule.hpp"

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <cstddef>
#include <stdexcept>

using namespace tenon;

static_assert(ScheduleOf<CosineWithWarmup, float> && ScheduleOf<CosineWithWarmup, double>);
static_assert(ScheduleOf<PiecewiseConstant, float> && !ScheduleOf<float, float>);

BOOST_AUTO_TEST_CASE(rates_are_those_of_pytorch) {
    const nlohmann::json figures = test::reference("training")["cosine_with_warmup"];
    BOOST_REQUIRE(figures.size() == 2);
    for (const nlohmann::json& expected : figures) {
        const CosineWithWarmup schedule{
            .peak = expected["peak"], .warmup = expected["warmup"], .steps = expected["steps"], .end = expected["end"]};
        BOOST_REQUIRE(expected["rates"].size() == schedule.steps + 1);
        for (std::size_t step = 0; step <= schedule.steps; ++step)
            BOOST_TEST(std::abs(schedule(step) - expected["rates"][step].get<float>()) < 1e-6F * schedule.peak);
    }
}

BOOST_AUTO_TEST_CASE(the_rise_ends_at_the_peak_and_the_fall_at_the_end) {
    const CosineWithWarmup schedule{.peak = 0.5F, .warmup = 4, .steps = 10, .end = 0.125F};
    BOOST_TEST(schedule(0) == 0.125F);
    BOOST_TEST(schedule(3) == 0.5F);
    BOOST_TEST(schedule(4) == 0.5F);
    BOOST_TEST(schedule(7) == 0.3125F);
    BOOST_TEST(schedule(10) == 0.125F);
    BOOST_TEST(schedule(1'000'000) == 0.125F);
}

BOOST_AUTO_TEST_CASE(a_rise_over_more_than_all_steps_is_refused) {
    BOOST_TEST(test::thrown<std::invalid_argument>([] {
                   return CosineWithWarmup{.peak = 1, .warmup = 5, .steps = 4}(0);
               }) == "CosineWithWarmup::warmup is 5, expected at most its steps, 4");
}

BOOST_AUTO_TEST_CASE(no_steps_are_refused) {
    BOOST_TEST(test::thrown<std::invalid_argument>([] { return CosineWithWarmup{.peak = 1, .steps = 0}(0); }) ==
               "CosineWithWarmup::steps is 0, expected at least 1");
}

BOOST_AUTO_TEST_CASE(a_rise_over_all_steps_has_no_fall) {
    const CosineWithWarmup schedule{.peak = 1, .warmup = 4, .steps = 4};
    BOOST_TEST(schedule(3) == 1);
    BOOST_TEST(schedule(4) == 0);
}
