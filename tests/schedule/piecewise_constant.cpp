// SPDX-License-Identifier: BSL-1.0
//
// A learning rate that changes at given steps: from the step itself on.
#include "tenon/schedule/piecewise_constant.hpp"

#include "support/thrown.hpp"

#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <limits>
#include <stdexcept>

using tenon::PiecewiseConstant;

constexpr std::size_t last_step = std::numeric_limits<std::size_t>::max();

BOOST_AUTO_TEST_CASE(a_rate_without_changes_is_constant) {
    const PiecewiseConstant rate{0.1F};
    for (std::size_t step : {std::size_t{0}, std::size_t{1}, last_step}) BOOST_TEST(rate(step) == 0.1F);
}

BOOST_AUTO_TEST_CASE(a_change_takes_effect_at_its_step) {
    const PiecewiseConstant rate{0.1F, {{150'000, 0.01F}}};
    BOOST_TEST(rate(0) == 0.1F);
    BOOST_TEST(rate(149'999) == 0.1F);
    BOOST_TEST(rate(150'000) == 0.01F);
    BOOST_TEST(rate(150'001) == 0.01F);
    BOOST_TEST(rate(last_step) == 0.01F);
}

BOOST_AUTO_TEST_CASE(each_of_several_changes_takes_effect_at_its_step) {
    const PiecewiseConstant rate{1, {{1, 2}, {5, 0.5F}, {6, 3}}};
    const float expected[] = {1, 2, 2, 2, 2, 0.5F, 3, 3};
    for (std::size_t step = 0; step < 8; ++step) BOOST_TEST(rate(step) == expected[step]);
}

BOOST_AUTO_TEST_CASE(a_change_at_step_0_replaces_the_start) {
    const PiecewiseConstant rate{1, {{0, 2}}};
    BOOST_TEST(rate(0) == 2);
    BOOST_TEST(rate(1) == 2);
}

BOOST_AUTO_TEST_CASE(a_rate_can_be_asked_for_steps_in_any_order) {
    const PiecewiseConstant rate{1, {{3, 2}}};
    BOOST_TEST(rate(9) == 2);
    BOOST_TEST(rate(2) == 1);
    BOOST_TEST(rate(3) == 2);
}

BOOST_AUTO_TEST_CASE(changes_out_of_order_are_refused) {
    BOOST_TEST(tenon::test::thrown<std::invalid_argument>([] { return PiecewiseConstant{1, {{5, 2}, {3, 1}}}(0); }) ==
               "the changes of a PiecewiseConstant are not in the order of their steps");
}
