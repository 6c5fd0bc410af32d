// SPDX-License-Identifier: BSL-1.0
//
// Numbers that make no sense, such as a momentum below 0, are told before they do harm.
#include "support/thrown.hpp"

#include "tenon/init.hpp"
#include "tenon/inspector.hpp"
#include "tenon/lab/rate_range.hpp"
#include "tenon/loss/error_to_signal.hpp"
#include "tenon/loss/huber.hpp"
#include "tenon/loss/mean_squared_error.hpp"
#include "tenon/loss/weighted_cross_entropy.hpp"
#include "tenon/optim/adagrad.hpp"
#include "tenon/optim/adam.hpp"
#include "tenon/optim/adamw.hpp"
#include "tenon/optim/muon.hpp"
#include "tenon/optim/parameter_groups.hpp"
#include "tenon/optim/rms_prop.hpp"
#include "tenon/optim/sgd_momentum.hpp"
#include "tenon/schedule/on_plateau.hpp"
#include "tenon/schedule/one_cycle.hpp"
#include "tenon/tenon.hpp"

#include <boost/test/unit_test.hpp>

#include <array>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <string>

using namespace tenon;
using namespace tenon::test;

namespace {

using Net = Linear<3>;
using M = Model<Net, Shape<2>>;
constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN(),
                 infinity = std::numeric_limits<double>::infinity();

/// What a Trainer says of an optimizer.
template <class Optimizer>
std::string said_of(const Optimizer& optimizer) {
    M model;
    return thrown<std::invalid_argument>(
        [&] { Trainer<M, Batch<4>, MeanSquaredError, Optimizer> trainer(model, optimizer); });
}
/// What all that take a loss say of it.
template <class Loss, class Target>
std::string said_of_loss(const Loss& loss, const Target& targets) {
    M model;
    const std::array<float, 2> inputs{};
    Evaluator<M, Batch<1>> evaluator{model};
    const auto of_trainer = thrown<std::invalid_argument>([&] { Trainer<M, Batch<4>, Loss> trainer(model, loss); });
    const auto of_inspector =
        thrown<std::invalid_argument>([&] { Inspector<M, Batch<4>, Loss> inspector(model, loss); });
    const auto of_evaluator =
        thrown<std::invalid_argument>([&] { static_cast<void>(evaluator.loss(inputs, targets, loss)); });
    BOOST_TEST(of_trainer == of_evaluator);
    BOOST_TEST(of_trainer == of_inspector);
    return of_trainer;
}
template <class Rule>
std::string said_of_rule(const Rule& rule) {
    M model;
    Generator generator{1};
    return thrown<std::invalid_argument>([&] { initialize<"weight">(model, rule, generator); });
}

} // namespace

BOOST_AUTO_TEST_CASE(of_optimizers) {
    BOOST_TEST(said_of(Adam{.beta1 = -0.1}) == "beta1 is -0.1, expected one from 0 to below 1");
    BOOST_TEST(said_of(Adam{.beta2 = 1}) == "beta2 is 1, expected one from 0 to below 1");
    BOOST_TEST(said_of(Adam{.epsilon = -1e-8}) == "epsilon is -1e-08, expected one of at least 0");
    BOOST_TEST(said_of(Adam{.weight_decay = not_a_number}) == "weight_decay is nan, expected one of at least 0");
    BOOST_TEST(said_of(AdamW{.beta1 = 1.5}) == "beta1 is 1.5, expected one from 0 to below 1");
    BOOST_TEST(said_of(AdamWAmsgrad{.weight_decay = -1}) == "weight_decay is -1, expected one of at least 0");
    BOOST_TEST(said_of(SgdMomentum{.momentum = -0.9}) == "momentum is -0.9, expected one of at least 0");
    BOOST_TEST(said_of(SgdMomentum{.weight_decay = infinity}) == "weight_decay is inf, expected one of at least 0");
    BOOST_TEST(said_of(SgdMomentum{.momentum = 0, .nesterov = true}) ==
               "the momentum of nesterov is 0, expected one above 0");
    BOOST_TEST(said_of(SgdMomentum{.dampening = 0.5, .nesterov = true}) ==
               "the dampening of nesterov is 0.5, expected one of 0");
    BOOST_TEST(said_of(RmsProp{.alpha = 1.1}) == "alpha is 1.1, expected one from 0 to 1");
    BOOST_TEST(said_of(RmsProp{.epsilon = -1}) == "epsilon is -1, expected one of at least 0");
    BOOST_TEST(said_of(RmsProp{.weight_decay = -1}) == "weight_decay is -1, expected one of at least 0");
    BOOST_TEST(said_of(Adagrad{.rate_decay = -1}) == "rate_decay is -1, expected one of at least 0");
    BOOST_TEST(said_of(Adagrad{.epsilon = -1}) == "epsilon is -1, expected one of at least 0");
    BOOST_TEST(said_of(Adagrad{.weight_decay = -1}) == "weight_decay is -1, expected one of at least 0");
    using Groups = ParameterGroups<Muon, AdamW>;
    BOOST_TEST(said_of(Groups{.chosen = {.momentum = 1}}) == "momentum is 1, expected one from 0 to below 1");
    BOOST_TEST(said_of(Groups{.chosen = {.weight_decay = -1}}) == "weight_decay is -1, expected one of at least 0");
    BOOST_TEST(said_of(Groups{.chosen = {.epsilon = -1}}) == "epsilon is -1, expected one of at least 0");
    BOOST_TEST(said_of(Groups{.chosen = {.steps = 0}}) == "steps is 0, expected one above 0");
    BOOST_TEST(said_of(Groups{.rest = {.beta2 = 2}}) == "beta2 is 2, expected one from 0 to below 1");
    // What is at the edge is taken.
    BOOST_TEST(said_of(Adam{.beta1 = 0, .beta2 = 0, .epsilon = 0}) == "nothing is thrown");
    BOOST_TEST(said_of(SgdMomentum{.momentum = 0, .dampening = 0.5}) == "nothing is thrown");
    BOOST_TEST(said_of(RmsProp{.alpha = 1}) == "nothing is thrown");
}

BOOST_AUTO_TEST_CASE(of_losses) {
    const std::array<float, 3> targets{};
    const std::array<Token, 1> labels{};
    BOOST_TEST(said_of_loss(Huber{.delta = 0}, targets) == "delta is 0, expected one above 0");
    BOOST_TEST(said_of_loss(Huber{.delta = -1}, targets) == "delta is -1, expected one above 0");
    BOOST_TEST(said_of_loss(ErrorToSignal{.pre_emphasis = 2}, targets) ==
               "pre_emphasis is 2, expected one from 0 to 1");
    BOOST_TEST(said_of_loss(WeightedCrossEntropy{.smoothing = 1.5F}, labels) ==
               "smoothing is 1.5, expected one from 0 to 1");
    BOOST_TEST(said_of_loss(WeightedCrossEntropy{.class_weights = {1, -1, 1}}, labels) ==
               "a class weight is -1, expected one of at least 0");
}

BOOST_AUTO_TEST_CASE(of_rates_and_schedules) {
    M model;
    Trainer<M, Batch<1>, MeanSquaredError> trainer{model};
    const std::array<float, 2> inputs{};
    const std::array<float, 3> targets{};
    BOOST_TEST(thrown<std::invalid_argument>([&] { trainer.step(inputs, targets, -0.5F); }) ==
               "the rate is -0.5, expected one of at least 0");
    BOOST_TEST(trainer.updates() == 0U);
    const auto called = [](const auto& schedule) {
        return thrown<std::invalid_argument>([&] { static_cast<void>(schedule(0)); });
    };
    BOOST_TEST(called(OneCycle{.peak = 1, .steps = 9, .rise = 1.5}) ==
               "OneCycle::rise is 1.5, expected one from 0 to 1");
    BOOST_TEST(called(OneCycle{.peak = 1, .steps = 9, .start_divisor = 0}) ==
               "OneCycle::start_divisor is 0, expected one above 0");
    BOOST_TEST(called(OneCycle{.peak = 1, .steps = 9, .end_divisor = -1}) ==
               "OneCycle::end_divisor is -1, expected one above 0");
    const auto made = [](const OnPlateau::Settings& settings) {
        return thrown<std::invalid_argument>([&] { OnPlateau{settings}; });
    };
    BOOST_TEST(made({.start = 1, .factor = 2}) == "OnPlateau::factor is 2, expected one from 0 to below 1");
    BOOST_TEST(made({.start = 1, .factor = std::nanf("")}) ==
               "OnPlateau::factor is nan, expected one from 0 to below 1");
    BOOST_TEST(made({.start = -1}) == "OnPlateau::start is -1, expected one of at least 0");
    BOOST_TEST(made({.start = 1, .threshold = -1}) == "OnPlateau::threshold is -1, expected one of at least 0");
    BOOST_TEST(made({.start = 1, .least = -1}) == "OnPlateau::least is -1, expected one of at least 0");
}

BOOST_AUTO_TEST_CASE(of_rules_for_the_start) {
    BOOST_TEST(said_of_rule(init::Normal{.deviation = -1}) == "the deviation is -1, expected one of at least 0");
    BOOST_TEST(said_of_rule(init::Uniform{.low = 1, .high = 0.5}) ==
               "the lower bound is 1, expected one of at most the upper one, 0.5");
    BOOST_TEST(said_of_rule(init::TruncatedNormal{.deviation = 0}) == "the deviation is 0, expected one above 0");
    BOOST_TEST(said_of_rule(init::TruncatedNormal{.low = 3}) ==
               "the lower bound is 3, expected one of at most the upper one, 2");
    BOOST_TEST(said_of_rule(init::Normal{.deviation = 0}) == "nothing is thrown");
}
