// SPDX-License-Identifier: BSL-1.0
//
// Averaged weights: the recurrence in double, from a copy on, and what norms keep as it is.
#include "tenon/optim/moving_average.hpp"

#include "support/thrown.hpp"

#include "tenon/tenon.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <vector>

namespace {

using namespace tenon;
using tenon::test::thrown;

using Net = Sequential<Linear<7, no_bias>, BatchNorm1d<>, Tanh, Linear<3>>;
using M = Model<Net, Shape<5>>;

} // namespace

BOOST_AUTO_TEST_CASE(each_update_moves_a_share_of_the_way) {
    M model{Generator{3}};
    Trainer<M, Batch<4>> trainer{model};
    MovingAverage average{model, 0.75};
    BOOST_TEST(std::ranges::equal(average.model().parameter_block(), model.parameter_block()));
    std::vector<double> expected;
    const std::vector<float> inputs{1, 2, 3, 4, 5, 5, 4, 3, 2, 1, 0, 1, 0, 1, 0, -1, 2, -3, 4, -5};
    for (int step = 0; step < 5; ++step) {
        trainer.step(inputs, std::vector<Token>{0, 1, 2, 1}, 0.3F);
        average.update(model);
        const auto parameters = model.parameter_block();
        if (step == 0) expected.assign(parameters.begin(), parameters.end());
        for (std::size_t index = 0; index < expected.size(); ++index) {
            expected[index] += 0.25 * (double{parameters[index]} - expected[index]);
            BOOST_TEST(std::abs(double{average.model().parameter_block()[index]} - expected[index]) < 1e-6);
        }
    }
    BOOST_TEST(average.updates() == 5U);
    BOOST_TEST(!std::ranges::equal(average.model().parameter_block(), model.parameter_block()));
    BOOST_TEST(std::ranges::equal(average.model().buffer_block(), model.buffer_block()));
    BOOST_TEST(average.model().examples_trained() == 20U);
}

BOOST_AUTO_TEST_CASE(it_is_a_model_on_the_heap_whatever_is_averaged) {
    using Small = Model<Linear<2>, Shape<3>, double, Inline>;
    const Small model{Generator{1}};
    const MovingAverage average{model};
    static_assert(std::is_same_v<decltype(average)::Averaged, Model<Linear<2>, Shape<3>, double>>);
    Evaluator<decltype(average)::Averaged, Batch<1>> averaged{average.model()};
    Evaluator<Small, Batch<1>> evaluator{model};
    const std::vector<double> input{1, 2, 3};
    BOOST_TEST(averaged(input)[1] == evaluator(input)[1]);
}

BOOST_AUTO_TEST_CASE(a_decay_is_a_share) {
    const auto refused = [](double decay) {
        return thrown<std::invalid_argument>([&] { MovingAverage<M>(M{}, decay); });
    };
    BOOST_TEST(refused(1.5) == "the decay is 1.5, expected one from 0 to 1");
    BOOST_TEST(refused(-0.1).starts_with("the decay is -0.1"));
    BOOST_TEST(refused(std::numeric_limits<double>::quiet_NaN()) == "the decay is nan, expected one from 0 to 1");
    BOOST_TEST(refused(0) == "nothing is thrown");
    BOOST_TEST(refused(1) == "nothing is thrown");
}
