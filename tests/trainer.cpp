// SPDX-License-Identifier: BSL-1.0
//
// Training: a step is forward, loss, backward and update; it allocates nothing and refuses what does not fit.
#include "tenon/trainer.hpp"

#include "support/allocations.hpp"

#include "tenon/tenon.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cmath>
#include <vector>

using namespace tenon;

namespace {

using Net = Sequential<Embedding<6>, FlattenConsecutive<2>, Linear<9, no_bias>, BatchNorm1d<unbiased>, Tanh, //
                       FlattenConsecutive<2>, Linear<11>>;
using In = Tokens<11, 4>;
using Small = Model<Net, In>;
using SmallTrainer = Trainer<Small, Batch<5>>;

/// A batch in which the target is the first token.
struct Examples {
    std::vector<Token> contexts, targets;
    explicit Examples(unsigned seed) {
        Generator generator{seed};
        for (int example = 0; example < 5; ++example) {
            for (int position = 0; position < 4; ++position)
                contexts.push_back(static_cast<Token>(generator.randint(11)));
            targets.push_back(contexts[contexts.size() - 4]);
        }
    }
};

} // namespace

BOOST_AUTO_TEST_CASE(a_step_moves_parameters_against_the_gradient) {
    Small model{Generator{3}};
    const Small before = model;
    SmallTrainer trainer{model};
    const Examples examples{1};
    trainer.step(examples.contexts, examples.targets, 0.25F);
    for (std::size_t index = 0; index < model.parameter_block().size(); ++index) {
        const float expected = before.parameter_block()[index] - 0.25F * trainer.gradients()[index];
        BOOST_TEST(std::abs(model.parameter_block()[index] - expected) <= 1e-6F);
    }
}

BOOST_AUTO_TEST_CASE(backward_alone_moves_no_parameter_but_the_running_statistics) {
    Small model{Generator{3}};
    const Small before = model;
    SmallTrainer trainer{model};
    const Examples examples{1};
    const float first = trainer.backward(examples.contexts, examples.targets);
    BOOST_TEST(std::ranges::equal(model.parameter_block(), before.parameter_block()));
    BOOST_TEST(!std::ranges::equal(model.buffer_block(), before.buffer_block()));
    BOOST_TEST(trainer.backward(examples.contexts, examples.targets) == first);
}

BOOST_AUTO_TEST_CASE(gradients_are_derivatives_of_the_loss) {
    using Exact = Model<Net, In, double>;
    Exact model{Generator{5}};
    for (double& gamma : model.parameter<"3.gamma">()) gamma = 0.7;
    Trainer<Exact, Batch<5>> trainer{model};
    const Examples examples{2};
    trainer.backward(examples.contexts, examples.targets);
    const std::vector<double> gradients(trainer.gradients().begin(), trainer.gradients().end());
    constexpr double step = 1e-5;
    for (const TensorSpec& spec : Exact::Joint::parameters) {
        for (std::size_t index = spec.offset; index < spec.offset + spec.shape.size(); ++index) {
            double& parameter = model.parameter_block()[index];
            const double middle = parameter;
            parameter = middle + step;
            const double above = trainer.backward(examples.contexts, examples.targets);
            parameter = middle - step;
            const double below = trainer.backward(examples.contexts, examples.targets);
            parameter = middle;
            BOOST_TEST(std::abs(gradients[index] - (above - below) / (2 * step)) < 1e-8);
        }
    }
}

BOOST_AUTO_TEST_CASE(what_can_be_learned_is_learned) {
    Small model{Generator{3}};
    SmallTrainer trainer{model};
    float loss = 0;
    for (unsigned step = 0; step < 3000; ++step) {
        const Examples examples{step};
        loss = trainer.step(examples.contexts, examples.targets, 0.1F);
    }
    BOOST_TEST(loss < 0.2F);
}

BOOST_AUTO_TEST_CASE(a_step_allocates_nothing) {
    Small model{Generator{3}};
    SmallTrainer trainer{model};
    Evaluator<Small, Batch<3>> evaluator{model};
    const Examples examples{1};
    const std::size_t before = test::allocations;
    trainer.step(examples.contexts, examples.targets, 0.1F);
    evaluator(std::span(examples.contexts).first(8));
    evaluator.loss(examples.contexts, examples.targets);
    BOOST_TEST(test::allocations == before);
    BOOST_TEST(before > 0);
}

BOOST_AUTO_TEST_CASE(other_sizes_and_tokens_are_refused_and_change_nothing) {
    Small model{Generator{3}};
    const Small before = model;
    SmallTrainer trainer{model};
    Examples examples{1};
    const auto says = [](const std::string& text) {
        return [text](const std::exception& error) { return error.what() == text; };
    };
    BOOST_CHECK_EXCEPTION(trainer.step(std::span(examples.contexts).first(16), examples.targets, 0.1F),
                          std::invalid_argument, says("inputs hold 16 numbers, expected 20"));
    BOOST_CHECK_EXCEPTION(trainer.step(examples.contexts, std::span(examples.targets).first(4), 0.1F),
                          std::invalid_argument, says("targets hold 4 numbers, expected 5"));
    examples.contexts[7] = 11;
    BOOST_CHECK_EXCEPTION(trainer.step(examples.contexts, examples.targets, 0.1F), std::out_of_range,
                          says("inputs hold the token 11 at index 7, expected one from 0 to 10"));
    examples.contexts[7] = -1;
    BOOST_CHECK_THROW(trainer.step(examples.contexts, examples.targets, 0.1F), std::out_of_range);
    examples.contexts[7] = 0;
    examples.targets[2] = 99;
    BOOST_CHECK_THROW(trainer.step(examples.contexts, examples.targets, 0.1F), std::out_of_range);
    BOOST_TEST(std::ranges::equal(model.parameter_block(), before.parameter_block()));
    BOOST_TEST(std::ranges::equal(model.buffer_block(), before.buffer_block()));
}
