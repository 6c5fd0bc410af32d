// SPDX-License-Identifier: BSL-1.0
//
// Training: a step is forward, loss, backward and update; it allocates nothing and refuses what does not fit.
#include "tenon/trainer.hpp"

#include "support/allocations.hpp"
#include "support/thrown.hpp"

#include "tenon/tenon.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <stdexcept>
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
    for (double& gamma : model.parameter<"3.weight">()) gamma = 0.7;
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

namespace {

/// A net whose first weight can be made to overflow.
using Plain = Model<Sequential<Linear<6>, BatchNorm1d<>, Tanh, Linear<3>>, Shape<4>>;

std::vector<float> numbers_of(const Plain& model) {
    std::vector<float> all(model.parameter_block().begin(), model.parameter_block().end());
    all.insert(all.end(), model.buffer_block().begin(), model.buffer_block().end());
    return all;
}

constexpr std::array<float, 8> spoilt{1, 2, std::numeric_limits<float>::quiet_NaN(), 4, 5, 6, 7, 8};
constexpr std::array<float, 8> sound{1, 2, 3, 4, 5, 6, 7, 8};
constexpr std::array<Token, 2> classes{0, 2};

/// The loss is 0, and the gradient infinite.
struct Steep {
    using Target = float;
    template <class Out>
    static constexpr auto check() {
        return Fits{};
    }
    template <std::size_t Batch, class Out, class Real>
    static Real forward_backward(const Real*, const float*, Real* dy, Team*) {
        std::fill_n(dy, Batch * Out::size, std::numeric_limits<Real>::max());
        return 0;
    }
};

} // namespace

BOOST_AUTO_TEST_CASE(a_loss_that_is_not_finite_is_thrown_and_changes_nothing) {
    Plain model{Generator{3}};
    Trainer<Plain, Batch<2>> trainer{model};
    trainer.step(sound, classes, 0.1F);
    const auto before = numbers_of(model);
    BOOST_TEST(test::thrown<Diverged>([&] { trainer.step(spoilt, classes, 0.1F); }) ==
               "training diverged after 2 examples: the loss is nan, expected a finite one");
    BOOST_TEST(trainer.diverged());
    trainer.update(0.1F);
    BOOST_TEST((numbers_of(model) == before));
    BOOST_TEST(model.examples_trained() == 2U);
    trainer.step(sound, classes, 0.1F);
    BOOST_TEST(!trainer.diverged());
    BOOST_TEST((numbers_of(model) != before));
}

BOOST_AUTO_TEST_CASE(a_gradient_that_is_not_finite_is_named) {
    Plain model{Generator{3}};
    Trainer<Plain, Batch<2>, Sgd, Steep> trainer{model};
    BOOST_TEST(test::thrown<Diverged>([&] { trainer.step(sound, std::vector<float>(6), 0.1F); }) ==
               "training diverged after 0 examples: the gradient of 0.weight holds nan, expected finite numbers");
}

// The loss and all gradients are finite.
BOOST_AUTO_TEST_CASE(running_statistics_that_become_infinite_are_told_and_taken_back) {
    Plain model{Generator{3}};
    Trainer<Plain, Batch<2>> trainer{model};
    const auto before = numbers_of(model);
    const std::vector<float> large{1e20F, 1e20F, 1e20F, 1e20F, -1e20F, -1e20F, -1e20F, -1e20F};
    BOOST_TEST(test::thrown<Diverged>([&] { trainer.step(large, classes, 0.1F); }) ==
               "training diverged after 0 examples: the running statistics are not finite");
    BOOST_TEST((numbers_of(model) == before));
}

BOOST_AUTO_TEST_CASE(a_step_that_diverges_can_be_skipped_or_taken) {
    Plain skipping{Generator{3}}, careless{Generator{3}};
    Trainer<Plain, Batch<2>> skips{skipping}, ignores{careless};
    skips.when_diverged(Divergence::skips);
    ignores.when_diverged(Divergence::ignored);
    const auto before = numbers_of(skipping);
    BOOST_TEST(std::isnan(skips.step(spoilt, classes, 0.1F)));
    BOOST_TEST((skips.diverged() && !ignores.diverged()));
    BOOST_TEST((numbers_of(skipping) == before));
    BOOST_TEST(std::isnan(ignores.step(spoilt, classes, 0.1F)));
    BOOST_TEST(std::isnan(careless.buffer<"1.running_mean">()[0]));
    BOOST_TEST(std::isnan(careless.parameter<"3.bias">()[0]));
}

BOOST_AUTO_TEST_CASE(a_rate_that_is_not_finite_is_refused) {
    Plain model{Generator{3}};
    Trainer<Plain, Batch<2>> trainer{model};
    const auto before = numbers_of(model);
    BOOST_TEST(test::thrown<std::invalid_argument>([&] {
                   trainer.step(sound, classes, std::numeric_limits<float>::infinity());
               }) == "the rate is inf, expected a finite number");
    BOOST_CHECK_THROW(trainer.update(std::numeric_limits<float>::quiet_NaN()), std::invalid_argument);
    BOOST_TEST((numbers_of(model) == before));
}

namespace {

/// The mean over the batch of the sum of squared differences, with a real target for each output.
struct SquaredError {
    using Target = float;
    template <class Out>
    static constexpr auto check() {
        return Fits{};
    }
    template <std::size_t Batch, class Out, class Real>
    static Real forward_backward(const Real* y, const float* targets, Real* dy, Team*) {
        Real sum = 0;
        for (std::size_t index = 0; index < Batch * Out::size; ++index) {
            const Real difference = y[index] - static_cast<Real>(targets[index]);
            dy[index] = 2 * difference / Batch;
            sum += difference * difference / Batch;
        }
        return sum;
    }
    template <class Out, class Real>
    static Real forward(const Real* y, const float* targets) {
        Real unused[Out::size];
        return forward_backward<1, Out>(y, targets, unused, nullptr);
    }
};

} // namespace

BOOST_AUTO_TEST_CASE(a_loss_of_ones_own_takes_a_real_target_for_each_output) {
    using Lines = Model<Linear<2>, Shape<1>>;
    Lines model{Generator{3}};
    Trainer<Lines, Batch<4>, Sgd, SquaredError> trainer{model};
    const std::vector<float> inputs{-1, 0, 1, 2}, targets{-1, 3, 1, 2, 3, 1, 5, 0}; // 2 x + 1 and 2 - x
    BOOST_CHECK_THROW(trainer.step(inputs, std::vector<float>(4), 0.1F), std::invalid_argument);
    for (int step = 0; step < 300; ++step) trainer.step(inputs, targets, 0.1F);
    const auto weight = model.parameter<"weight">(), bias = model.parameter<"bias">();
    BOOST_TEST(std::abs(weight[0] - 2) < 1e-4F);
    BOOST_TEST(std::abs(weight[1] + 1) < 1e-4F);
    BOOST_TEST(std::abs(bias[0] - 1) < 1e-4F);
    BOOST_TEST(std::abs(bias[1] - 2) < 1e-4F);
    Evaluator<Lines, Batch<3>> evaluator{model};
    BOOST_TEST(evaluator.loss<SquaredError>(inputs, targets) < 1e-6);
    BOOST_CHECK_THROW(evaluator.loss<SquaredError>(inputs, std::vector<float>(6)), std::invalid_argument);
}
