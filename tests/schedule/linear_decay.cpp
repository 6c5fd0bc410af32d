// SPDX-License-Identifier: BSL-1.0
//
// A straight line and a constant behind it: LinearLR.
#include "tenon/schedule/linear_decay.hpp"

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

static_assert(ScheduleOf<LinearDecay, float> && ScheduleOf<LinearDecay, double>);

BOOST_AUTO_TEST_CASE(rates_are_those_of_pytorch) {
    check_rates(LinearDecay{.start = 1, .steps = 10, .end = 0.25F}, torch_rates("LinearDecay"));
}

BOOST_AUTO_TEST_CASE(it_may_rise_and_ends_where_it_is_told) {
    const LinearDecay rise{.start = 0.25F, .steps = 4, .end = 0.75F};
    BOOST_TEST((rise(0) == 0.25F && rise(2) == 0.5F && rise(4) == 0.75F && rise(1'000'000) == 0.75F));
}

BOOST_AUTO_TEST_CASE(no_steps_are_refused) {
    BOOST_TEST(thrown<std::invalid_argument>([] { return LinearDecay{.start = 1, .steps = 0}(0); }) ==
               "LinearDecay::steps is 0, expected at least 1");
}
