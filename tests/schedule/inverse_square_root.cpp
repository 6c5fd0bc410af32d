// SPDX-License-Identifier: BSL-1.0
//
// A rise and a fall as the inverse square root, by the formula of its paper.
#include "tenon/schedule/inverse_square_root.hpp"

#include "tenon/schedule/schedule.hpp"

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <cstddef>

using namespace tenon;

static_assert(ScheduleOf<InverseSquareRoot, float> && ScheduleOf<InverseSquareRoot, double>);

BOOST_AUTO_TEST_CASE(rates_are_those_of_the_paper) {
    constexpr double width = 512, warmup = 40;
    const InverseSquareRoot schedule{.peak = static_cast<float>(std::pow(width * warmup, -0.5)), .warmup = 40};
    for (std::size_t step = 0; step < 400; ++step) {
        const auto number = static_cast<double>(step + 1);
        const double paper = std::pow(width, -0.5) * std::min(std::pow(number, -0.5), number * std::pow(warmup, -1.5));
        BOOST_TEST(std::abs(double{schedule(step)} - paper) < 1e-8, "at step " << step);
    }
}

BOOST_AUTO_TEST_CASE(without_a_rise_it_falls_from_the_first_step_on) {
    for (const std::size_t warmup : {0U, 1U}) {
        const InverseSquareRoot schedule{.peak = 0.5F, .warmup = warmup};
        BOOST_TEST((schedule(0) == 0.5F && schedule(3) == 0.25F));
    }
}
