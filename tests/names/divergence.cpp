// SPDX-License-Identifier: BSL-1.0
//
// Which losses are those of a training that has diverged, and how that is told.
#include "divergence.hpp"

#include <boost/test/unit_test.hpp>

#include <limits>
#include <string>
#include <vector>

namespace {

constexpr double even = 3.2958;

std::string running(const std::vector<double>& losses) { return names::divergence(losses, even, false); }
std::string ended(const std::vector<double>& losses) { return names::divergence(losses, even, true); }

} // namespace

BOOST_AUTO_TEST_CASE(losses_near_even_guesses_are_no_divergence) {
    BOOST_TEST(ended({}) == "");
    BOOST_TEST(ended({3.3}) == "");
    BOOST_TEST(ended(std::vector<double>(5000, 3.3)) == "");
    BOOST_TEST(ended(std::vector<double>(99, 6.5)) == "");
}

BOOST_AUTO_TEST_CASE(a_loss_that_is_not_finite_is_told_at_once) {
    const std::string advice = ": the training has diverged, a lower --rate may help";
    BOOST_TEST(running({3.3, std::numeric_limits<double>::quiet_NaN()}) == "the loss is nan at step 1" + advice);
    BOOST_TEST(running({std::numeric_limits<double>::infinity()}) == "the loss is inf at step 0" + advice);
}

BOOST_AUTO_TEST_CASE(a_start_that_is_high_is_forgiven) {
    std::vector<double> losses(300, 60);
    losses.resize(1000, 3);
    BOOST_TEST(running(losses) == "");
    BOOST_TEST(ended(losses) == "");
}

BOOST_AUTO_TEST_CASE(a_thousand_steps_far_above_even_guesses_end_a_training) {
    std::vector<double> losses(999, 40);
    BOOST_TEST(running(losses) == "");
    losses.push_back(40);
    BOOST_TEST(running(losses) == "the loss is 40 at step 999 (the mean of 1000 steps; even guesses have 3.2958): "
                                  "the training has diverged, a lower --rate may help");
    losses.assign(1000, 10 * even - 1e-6);
    BOOST_TEST(running(losses) == "");
    losses.resize(2000, 10 * even + 1e-6);
    BOOST_TEST(running(losses) != "");
}

BOOST_AUTO_TEST_CASE(the_last_hundred_steps_are_at_most_twice_even_guesses) {
    std::vector<double> losses(400, 2);
    losses.resize(500, 2 * even + 1e-6);
    BOOST_TEST(running(losses) == "");
    BOOST_TEST(
        ended(losses).starts_with("the loss is 6.5916 at step 499 (the mean of 100 steps; even guesses have 3.2958)"));
    losses.back() = 2;
    BOOST_TEST(ended(losses) == "");
    BOOST_TEST(ended({7}).starts_with("the loss is 7 at step 0: "));
}
