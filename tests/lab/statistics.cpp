// SPDX-License-Identifier: BSL-1.0
//
// Statistics of a training step, against plain loops and by hand.
#include "tenon/lab/statistics.hpp"

#include "support/thrown.hpp"

#include "tenon/inspector.hpp"
#include "tenon/tenon.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <span>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace {

using namespace tenon;
using tenon::test::thrown;

} // namespace

BOOST_AUTO_TEST_CASE(moments_are_those_of_torch) {
    const auto some = moments(std::vector<float>{1, 2, 4, 9});
    BOOST_TEST(some.mean == 4);
    BOOST_TEST(some.deviation == std::sqrt((9.0 + 4 + 0 + 25) / 3), boost::test_tools::tolerance(1e-12));
    BOOST_TEST(moments(std::vector<double>{3}).deviation == 0);
    BOOST_TEST(moments(std::vector<double>{}).mean == 0);
}

BOOST_AUTO_TEST_CASE(numbers_are_counted_in_bins) {
    const std::vector<float> numbers{-1, -0.5F, 0, 0.25F, 0.5F, 0.99F, 1, 7, -1.01F, std::nanf("")};
    const auto counted = histogram(numbers, -1, 1, 4);
    BOOST_TEST(counted.counts == (std::vector<std::size_t>{1, 1, 2, 2}), boost::test_tools::per_element());
    const std::string end = " is asked for, expected 1 or more from a number to a larger one";
    BOOST_TEST(thrown<std::invalid_argument>([&] { histogram(numbers, -1, 1, 0); }) ==
               "a histogram of 0 bins from -1.000000 to 1.000000" + end);
    BOOST_TEST(thrown<std::invalid_argument>([&] { histogram(numbers, 1, 1, 3); }) ==
               "a histogram of 3 bins from 1.000000 to 1.000000" + end);
}

BOOST_AUTO_TEST_CASE(saturated_and_dead_units_are_found) {
    using M = Model<Sequential<Linear<3>, Tanh, Relu, Linear<2>>, Shape<1>>;
    M model;
    const std::array<float, 3> weight{100, 0, 1}, bias{0, -9, 0};
    std::ranges::copy(weight, model.parameter<"0.weight">().begin());
    std::ranges::copy(bias, model.parameter<"0.bias">().begin());
    Inspector<M, Batch<4>> inspector{model};
    inspector.backward(std::vector<float>{1, 2, 0.5F, 3}, std::vector<Token>{0, 1, 1, 0});
    const auto layers = layer_statistics(inspector);
    BOOST_REQUIRE(layers.size() == 5U);
    const LayerStatistics &tanh = layers[2], &relu = layers[3];
    BOOST_TEST(tanh.name == "1");
    BOOST_TEST(tanh.layer == "Tanh");
    // The first unit is 1 for all, the second -1, the third tanh(1), tanh(2), tanh(0.5) and tanh(3).
    BOOST_TEST(tanh.saturated == 9.0 / 12, boost::test_tools::tolerance(1e-12));
    BOOST_TEST(tanh.dead == 2.0 / 3);
    BOOST_TEST(tanh.zero == 0);
    BOOST_TEST(relu.zero == 4.0 / 12, boost::test_tools::tolerance(1e-12));
    BOOST_TEST(relu.dead == 2.0 / 3);
    BOOST_TEST(tanh.output.mean == moments(inspector.output<"1">()).mean);
    BOOST_TEST(tanh.gradient.deviation == moments(inspector.output_gradient<"1">()).deviation);
    BOOST_TEST(layers[0].name.empty());
}

BOOST_AUTO_TEST_CASE(an_update_is_seen_beside_the_data) {
    using M = Model<Sequential<Linear<5>, Tanh, Linear<2>>, Shape<3>>;
    M model{Generator{4}};
    Trainer<M, Batch<2>> trainer{model};
    const std::vector<float> before(model.parameter_block().begin(), model.parameter_block().end());
    const std::vector<float> inputs{1, 2, 3, -1, -2, 5};
    trainer.step(inputs, std::vector<Token>{0, 1}, 0.25F);
    const auto all = parameter_statistics(model, trainer.gradients(), before);
    BOOST_REQUIRE(all.size() == 4U);
    const ParameterStatistics& weight = all[0];
    BOOST_TEST(weight.name == "0.weight");
    const double ratio =
        moments(trainer.gradient<"0.weight">()).deviation / moments(std::span(before).first(15)).deviation;
    BOOST_TEST(weight.gradient_to_data == ratio, boost::test_tools::tolerance(1e-9));
    BOOST_TEST(weight.update_to_data == std::log10(0.25 * ratio), boost::test_tools::tolerance(1e-4));
    BOOST_TEST(std::isinf(all[1].gradient_to_data)); // the bias was 0

    trainer.backward(inputs, std::vector<Token>{0, 1});
    const std::vector<float> now(model.parameter_block().begin(), model.parameter_block().end());
    BOOST_TEST(parameter_statistics(model, trainer.gradients(), now)[0].update_to_data ==
               -std::numeric_limits<double>::infinity());
}

BOOST_AUTO_TEST_CASE(blocks_of_another_size_are_refused) {
    using M = Model<Linear<2>, Shape<3>>;
    const M model{Generator{4}};
    const std::vector<float> whole(model.parameter_block().size()), some(3);
    BOOST_TEST(thrown<std::invalid_argument>([&] { parameter_statistics(model, whole, some); }) ==
               "the parameters before hold 3 numbers, expected 32");
    BOOST_TEST(thrown<std::invalid_argument>([&] { parameter_statistics(model, some, whole); }) ==
               "gradients hold 3 numbers, expected 32");
}
