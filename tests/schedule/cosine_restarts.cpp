// SPDX-License-Identifier: BSL-1.0
//
// Half a cosine again and again: CosineAnnealingWarmRestarts.
#include "tenon/schedule/cosine_restarts.hpp"

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

static_assert(ScheduleOf<CosineRestarts, float> && ScheduleOf<CosineRestarts, double>);

BOOST_AUTO_TEST_CASE(rates_are_those_of_pytorch) {
    check_rates(CosineRestarts{.peak = 1, .period = 5, .growth = 2, .end = 0.1F}, torch_rates("CosineRestarts")[0]);
    check_rates(CosineRestarts{.peak = 1, .period = 4}, torch_rates("CosineRestarts")[1]);
}

BOOST_AUTO_TEST_CASE(it_begins_anew_however_late) {
    const CosineRestarts schedule{.peak = 0.5F, .period = 7};
    BOOST_TEST(schedule(std::size_t{7} << 50U) == 0.5F);
    BOOST_TEST((CosineRestarts{.peak = 0.5F, .period = 7, .growth = 3}(7 + 21) == 0.5F));
}

BOOST_AUTO_TEST_CASE(no_steps_are_refused) {
    BOOST_TEST(thrown<std::invalid_argument>([] { return CosineRestarts{.peak = 1, .period = 0}(0); }) ==
               "CosineRestarts::period is 0, expected at least 1");
    BOOST_TEST(thrown<std::invalid_argument>([] { return CosineRestarts{.peak = 1, .period = 1, .growth = 0}(3); }) ==
               "CosineRestarts::growth is 0, expected at least 1");
}
