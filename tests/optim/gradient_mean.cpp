// SPDX-License-Identifier: BSL-1.0
//
// The mean of several batches' gradients: that of one batch of all of them.
#include "tenon/optim/gradient_mean.hpp"

#include "support/guarded.hpp"
#include "support/thrown.hpp"

#include "tenon/tenon.hpp"

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <span>
#include <stdexcept>
#include <vector>

using namespace tenon;
using namespace tenon::test;

BOOST_AUTO_TEST_CASE(four_batches_of_two_move_a_net_as_one_of_eight) {
    using M = Model<Sequential<Linear<7>, Tanh, Linear<3>>, Shape<5>, double>;
    M whole{Generator{1}}, parts{Generator{1}};
    Trainer<M, Batch<8>, MeanSquaredError> at_once{whole};
    Trainer<M, Batch<2>, MeanSquaredError> in_parts{parts};
    Guarded<double> inputs{40};
    inputs.randomize(3);
    const std::vector<float> targets{1, 2, 3, 4, 5, 6, 7, 8, -1, -2, -3, -4, -5, -6, -7, -8, 0, 1, 0, 1, 0, 1, 0, 1};
    GradientMean<double> mean;
    for (int step = 0; step < 3; ++step) {
        at_once.step(inputs.span(), targets, 0.1);
        for (std::size_t part = 0; part < 4; ++part) {
            BOOST_TEST(mean.count() == part);
            in_parts.backward(inputs.span().subspan(part * 10, 10), std::span(targets).subspan(part * 6, 6));
            mean.add(in_parts.gradients());
        }
        mean.move_to(in_parts.gradients());
        in_parts.update(0.1);
    }
    for (std::size_t index = 0; index < whole.parameter_block().size(); ++index)
        BOOST_TEST(std::abs(whole.parameter_block()[index] - parts.parameter_block()[index]) < 1e-14);
}

BOOST_AUTO_TEST_CASE(it_begins_anew_behind_a_mean) {
    GradientMean<float> mean;
    std::vector<float> gradients(19, 3.F);
    mean.add(gradients);
    std::ranges::fill(gradients, 6.F);
    mean.add(gradients);
    mean.move_to(gradients);
    BOOST_TEST(gradients == std::vector<float>(19, 4.5F), boost::test_tools::per_element());
    gradients.assign(5, 1.F);
    mean.add(gradients);
    mean.move_to(gradients);
    BOOST_TEST(gradients == std::vector<float>(5, 1.F), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(what_makes_no_mean_is_refused) {
    GradientMean<float> mean;
    std::vector<float> gradients(4), others(5);
    BOOST_TEST(thrown<std::logic_error>([&] { mean.move_to(gradients); }) ==
               "a GradientMean has no gradients: call add first");
    mean.add(gradients);
    BOOST_TEST(thrown<std::invalid_argument>([&] { mean.add(others); }) == "gradients hold 5 numbers, expected 4");
    BOOST_TEST(thrown<std::invalid_argument>([&] { mean.move_to(others); }) == "gradients hold 5 numbers, expected 4");
    BOOST_TEST(mean.count() == 1U);
}
