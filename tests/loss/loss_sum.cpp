// SPDX-License-Identifier: BSL-1.0
//
// Losses added with weights: PyTorch's numbers, slopes, and training and looking at a net with such a loss.
#include "tenon/loss/loss_sum.hpp"

#include "support/loss_rig.hpp"
#include "support/thrown.hpp"

#include "tenon/inspector.hpp"
#include "tenon/loss/error_to_signal.hpp"
#include "tenon/loss/huber.hpp"
#include "tenon/loss/mean_absolute_error.hpp"
#include "tenon/loss/mean_squared_error.hpp"
#include "tenon/loss/weighted_cross_entropy.hpp"
#include "tenon/tenon.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>
#include <stdexcept>
#include <type_traits>
#include <vector>

namespace {

using namespace tenon;
using namespace tenon::test;

using Three = LossSum<MeanSquaredError, MeanAbsoluteError, Huber>;
using Nested = LossSum<Huber, LossSum<MeanSquaredError, MeanAbsoluteError>>;
using Sound = LossSum<MeanSquaredError, ErrorToSignal>;

static_assert(LossOf<Three, Shape<4, 3>, float> && LossOf<Nested, Shape<2>, double>);
static_assert(!LossOf<Three, Tokens<4, 3>, float>);
static_assert(
    std::is_same_v<decltype(LossSum{MeanSquaredError{}, LossTerm{Huber{}, 2}}), LossSum<MeanSquaredError, Huber>>);
static_assert(!std::is_default_constructible_v<Three>);
static_assert(LossOf<LossSum<CrossEntropy>, Shape<4>, float> && !LossOf<LossSum<CrossEntropy>, Shape<2, 4>, float>);

const Three three{LossTerm{MeanSquaredError{}, 0.5F}, LossTerm{MeanAbsoluteError{}, -2.0F},
                  LossTerm{Huber{.delta = 0.7F}, 3.0F}};
const Nested nested{LossTerm{Huber{.delta = 0.7F}, 3.0F},
                    LossTerm{LossSum{LossTerm{MeanSquaredError{}}, LossTerm{MeanAbsoluteError{}, -4.0F}}, 0.5F}};

template <class Real, class Loss>
bool check_any(const nlohmann::json& expected, const Loss& loss) {
    return check_loss<Loss, Shape<1>, 1, Real>(expected, loss) || check_loss<Loss, Shape<5>, 3, Real>(expected, loss) ||
           check_loss<Loss, Shape<17>, 4, Real>(expected, loss);
}

using Net = Sequential<Conv1d<4, 3, causal>, Tanh, Linear<1>>;
using Filter = Model<Net, Shape<12, 1>>;

/// The gradients of the first batch.
template <class Loss>
std::vector<float> gradients_with(const Loss& loss, std::span<const float> inputs, std::span<const float> targets) {
    Filter model{Generator{1}};
    Trainer<Filter, Batch<2>, Loss> trainer{model, loss};
    trainer.backward(inputs, targets);
    const auto gradients = trainer.gradients();
    return {gradients.begin(), gradients.end()};
}

std::vector<float> random_numbers(std::uint64_t seed, std::size_t count) {
    Generator generator{seed};
    std::vector<float> numbers(count);
    for (float& number : numbers) number = static_cast<float>(generator.uniform<double>() * 2 - 1);
    return numbers;
}

} // namespace

BOOST_AUTO_TEST_CASE(loss_and_gradient_are_those_of_pytorch) {
    const nlohmann::json figures = reference("training")["loss_sum"];
    BOOST_REQUIRE(figures.size() == 3);
    for (const nlohmann::json& expected : figures) {
        BOOST_TEST((check_any<float>(expected, three) && check_any<double>(expected, three)));
        BOOST_TEST((check_any<float>(expected, nested) && check_any<double>(expected, nested)));
    }
}

BOOST_AUTO_TEST_CASE(gradients_are_slopes_of_the_loss) {
    check_slopes<Sound, Shape<4, 2>, 2>(
        {3, -3, 2.5F, 3, 0.1F, -0.2F, 7, -4, 3, -2, 0.5F, 4, -3.25F, 0.3F, 1, 2},
        Sound{LossTerm{MeanSquaredError{}, 0.25F}, LossTerm{ErrorToSignal{.pre_emphasis = 0.85F}, 3.0F}});
}

BOOST_AUTO_TEST_CASE(a_trainer_and_an_inspector_have_room_for_it) {
    const auto inputs = random_numbers(3, 24), targets = random_numbers(4, 24);
    const ErrorToSignal ratio{.pre_emphasis = 0.85F};
    const Sound loss{LossTerm{MeanSquaredError{}, 2.0F}, LossTerm{ratio, 0.125F}};
    const auto both = gradients_with(loss, inputs, targets);
    const auto squares = gradients_with(MeanSquaredError{}, inputs, targets);
    const auto ratios = gradients_with(ratio, inputs, targets);
    for (std::size_t at = 0; at < both.size(); ++at)
        BOOST_TEST(std::abs(both[at] - (2 * squares[at] + 0.125F * ratios[at])) < 2e-6F);
    Filter model{Generator{1}};
    Inspector<Filter, Batch<2>, Sound> inspector{model, loss};
    inspector.backward(inputs, targets);
    BOOST_TEST(std::ranges::equal(inspector.gradients(), both));
    Evaluator<Filter, Batch<2>> evaluator{model};
    BOOST_TEST(std::abs(evaluator.loss(inputs, targets, loss) - (2 * evaluator.loss<MeanSquaredError>(inputs, targets) +
                                                                 0.125 * evaluator.loss(inputs, targets, ratio))) <
               1e-6);
}

BOOST_AUTO_TEST_CASE(numbers_that_make_no_sense_are_told) {
    Filter model{Generator{1}};
    const auto made = [&](const Sound& loss) {
        return thrown<std::invalid_argument>([&] { Trainer<Filter, Batch<2>, Sound> trainer{model, loss}; });
    };
    BOOST_TEST(made(Sound{MeanSquaredError{}, ErrorToSignal{.pre_emphasis = 2}}) ==
               "pre_emphasis is 2, expected one from 0 to 1");
    BOOST_TEST(made(Sound{LossTerm{MeanSquaredError{}, std::numeric_limits<float>::infinity()},
                          LossTerm{ErrorToSignal{}}}) == "the weight of a loss is inf, expected a finite number");
}
