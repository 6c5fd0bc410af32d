// SPDX-License-Identifier: BSL-1.0
//
// The range test of the learning rate: the losses of a training by hand, where it ends, and that nothing has changed.
#include "tenon/lab/rate_range.hpp"

#include "support/thrown.hpp"

#include "tenon/tenon.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>
#include <stdexcept>
#include <vector>

namespace {

using namespace tenon;
using tenon::test::thrown;

using M = Model<Sequential<Linear<8>, BatchNorm1d<>, Tanh, Linear<3>>, Shape<2>>;
using T = Trainer<M, Batch<8>, AdamW>;

struct Data {
    std::vector<float> inputs = std::vector<float>(2 * 40);
    std::vector<Token> targets = std::vector<Token>(40);
    Data() {
        Generator{4}.randn(std::span(inputs));
        for (std::size_t at = 0; at < 40; ++at) targets[at] = inputs[2 * at] > 0 ? 1 : 0;
    }
};

} // namespace

BOOST_AUTO_TEST_CASE(losses_are_those_of_a_training_and_everything_is_put_back) {
    const Data data;
    M model{Generator{7}}, other{Generator{7}};
    T trainer{model}, other_trainer{other};
    Batches batches{trainer, data.inputs, data.targets};
    Generator generator{1}, other_generator{1};
    trainer.step(std::span(data.inputs).first(16), std::span(data.targets).first(8), 0.01F);
    other_trainer.step(std::span(data.inputs).first(16), std::span(data.targets).first(8), 0.01F);
    const M before = model;
    const std::vector<float> state(trainer.optimizer_state(1).begin(), trainer.optimizer_state(1).end());

    const auto losses = rate_range_test(trainer, batches, generator, {.low = 0.001F, .high = 0.1F, .steps = 21});
    BOOST_REQUIRE(losses.size() == 21U);
    for (std::size_t step = 0; step < 21; ++step) {
        const double rate = 0.001 * std::pow(10.0, static_cast<double>(step) / 10);
        BOOST_TEST(std::abs(double{losses[step].rate} / rate - 1) < 1e-6);
        batches.draw(other_generator);
        BOOST_TEST(other_trainer.step(batches.inputs(), batches.targets(), losses[step].rate) == losses[step].loss);
    }
    BOOST_TEST(std::ranges::equal(model.parameter_block(), before.parameter_block()));
    BOOST_TEST(std::ranges::equal(model.buffer_block(), before.buffer_block()));
    BOOST_TEST(model.examples_trained() == 8U);
    BOOST_TEST(trainer.updates() == 1U);
    BOOST_TEST(std::ranges::equal(trainer.optimizer_state(1), state));
    BOOST_CHECK(trainer.divergence_choice() == Divergence::throws);
}

BOOST_AUTO_TEST_CASE(it_ends_where_the_loss_is_not_finite) {
    const Data data;
    using Line = Model<Linear<1>, Shape<2>>;
    Line model{Generator{7}};
    Trainer<Line, Batch<8>, MeanSquaredError> trainer{model};
    const std::vector<float> targets(40, 1);
    Batches batches{trainer, data.inputs, targets};
    Generator generator{1};
    const auto losses = rate_range_test(trainer, batches, generator, {.low = 1, .high = 1e6F, .steps = 100});
    BOOST_TEST(losses.size() < 100U);
    BOOST_TEST(std::ranges::all_of(losses, [](const RateLoss& step) { return std::isfinite(step.loss); }));
    BOOST_TEST(std::ranges::all_of(model.parameter_block(), [](float value) { return std::isfinite(value); }));
}

BOOST_AUTO_TEST_CASE(rates_have_to_grow_from_above_0) {
    const Data data;
    M model{Generator{7}};
    T trainer{model};
    Batches batches{trainer, data.inputs, data.targets};
    Generator generator{1};
    const auto refused = [&](float low, float high) {
        return thrown<std::invalid_argument>(
            [&] { rate_range_test(trainer, batches, generator, {.low = low, .high = high}); });
    };
    BOOST_TEST(refused(0, 1) == "the lowest rate is 0, expected one above 0");
    BOOST_TEST(refused(1, 1) == "the rates go from 1 to 1, expected a higher one at the end");
    BOOST_TEST(rate_range_test(trainer, batches, generator, {.steps = 1}).size() == 1U);
    BOOST_TEST(rate_range_test(trainer, batches, generator, {.steps = 0}).empty());
}
