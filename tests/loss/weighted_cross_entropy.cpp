// SPDX-License-Identifier: BSL-1.0
//
// Cross-entropy with weights: PyTorch's numbers and slopes with each option, plain cross-entropy without any, and what
// an Evaluator and a Trainer make of ignored targets.
#include "tenon/loss/weighted_cross_entropy.hpp"

#include "support/loss_rig.hpp"
#include "support/thrown.hpp"

#include "tenon/tenon.hpp"

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <cstddef>
#include <span>
#include <stdexcept>
#include <vector>

namespace {

using namespace tenon;
using namespace tenon::test;

static_assert(LossOf<WeightedCrossEntropy, Shape<4, 3>, float> && LossOf<WeightedCrossEntropy, Shape<2>, double>);
static_assert(!LossOf<WeightedCrossEntropy, Tokens<4, 3>, float>);

template <class Real>
bool check_any(const nlohmann::json& expected) {
    const WeightedCrossEntropy loss{
        .ignored = expected["ignored"], .smoothing = expected["smoothing"], .class_weights = expected["class_weights"]};
    return check_loss<WeightedCrossEntropy, Shape<5>, 4, Real>(expected, loss) ||
           check_loss<WeightedCrossEntropy, Shape<4, 7>, 3, Real>(expected, loss) ||
           check_loss<WeightedCrossEntropy, Shape<3, 5, 27>, 2, Real>(expected, loss);
}

using M = Model<Sequential<Embedding<4>, Linear<5>>, Tokens<5, 3>>; // logits (3, 5)
const std::vector<Token> inputs{0, 1, 2, 3, 4, 0};

} // namespace

BOOST_AUTO_TEST_CASE(loss_and_gradient_are_those_of_pytorch) {
    const nlohmann::json figures = reference("training")["weighted_cross_entropy"];
    BOOST_REQUIRE(figures.size() == 12);
    for (const nlohmann::json& expected : figures) {
        BOOST_TEST(check_any<float>(expected));
        BOOST_TEST(check_any<double>(expected));
    }
}

BOOST_AUTO_TEST_CASE(gradients_are_slopes_of_the_loss) {
    check_slopes<WeightedCrossEntropy, Shape<2, 3>, 2>(
        {0, 2, -1, 1}, {.ignored = -1, .smoothing = 0.3F, .class_weights = {0.5F, 2, 0.25F}});
}

BOOST_AUTO_TEST_CASE(without_options_it_is_cross_entropy_per_position) {
    Guarded<double> logits{2 * 3 * 5}, plain{2 * 3 * 5}, weighted{2 * 3 * 5};
    logits.randomize(8);
    const std::vector<Token> targets{0, 4, 2, 2, 1, 3};
    const double expected =
        CrossEntropyPerPosition::forward_backward<2, Shape<3, 5>>(logits.data(), targets.data(), plain.data());
    const double loss =
        WeightedCrossEntropy().forward_backward<2, Shape<3, 5>>(logits.data(), targets.data(), weighted.data());
    BOOST_TEST(std::abs(loss - expected) < 1e-14);
    for (std::size_t index = 0; index < plain.size(); ++index)
        BOOST_TEST(std::abs(weighted[index] - plain[index]) < 1e-15);
}

BOOST_AUTO_TEST_CASE(an_evaluator_weighs_positions_and_not_examples) {
    const M model{Generator{5}};
    Evaluator<M, Batch<2>> evaluator{model};
    const WeightedCrossEntropy loss{.ignored = -1};
    // One example with a single target, one with three: all four count alike.
    const double first = evaluator.loss(std::span(inputs).first(3), std::vector<Token>{-1, 2, -1}, loss);
    const double second = evaluator.loss(std::span(inputs).last(3), std::vector<Token>{4, 0, 1}, loss);
    const double both = evaluator.loss(inputs, std::vector<Token>{-1, 2, -1, 4, 0, 1}, loss);
    BOOST_TEST(std::abs(both - (first + 3 * second) / 4) < 1e-7);
    BOOST_TEST(std::abs(first - second) > 0.01);
    const double plain =
        evaluator.loss<CrossEntropyPerPosition>(std::span(inputs).last(3), std::vector<Token>{4, 0, 1});
    BOOST_TEST(std::abs(second - plain) < 1e-7);
}

BOOST_AUTO_TEST_CASE(where_all_is_ignored_there_is_no_loss_and_no_gradient) {
    M model{Generator{5}};
    const std::vector<Token> none(6, -100);
    Trainer<M, Batch<2>, WeightedCrossEntropy> trainer{model};
    BOOST_TEST(trainer.backward(inputs, none) == 0);
    for (const float gradient : trainer.gradients()) BOOST_TEST(gradient == 0);
    Evaluator<M, Batch<2>> evaluator{model};
    BOOST_TEST(evaluator.loss(inputs, none, WeightedCrossEntropy{}) == 0);
}

BOOST_AUTO_TEST_CASE(a_target_that_is_no_class_is_refused_where_it_is_not_ignored) {
    M model{Generator{5}};
    Trainer<M, Batch<2>, WeightedCrossEntropy> trainer{model};
    BOOST_TEST(thrown<std::out_of_range>([&] { trainer.backward(inputs, std::vector<Token>{0, -100, 5, 1, 2, 3}); }) ==
               "targets hold the token 5 at index 2, expected one from 0 to 4");
    BOOST_TEST(thrown<std::out_of_range>([&] { trainer.backward(inputs, std::vector<Token>{0, 1, 2, 3, 4, -1}); }) ==
               "targets hold the token -1 at index 5, expected one from 0 to 4");
}

BOOST_AUTO_TEST_CASE(weights_of_other_classes_are_refused) {
    M model{Generator{5}};
    Trainer<M, Batch<2>, WeightedCrossEntropy> trainer{model, WeightedCrossEntropy{.class_weights = {1, 2}}};
    BOOST_TEST(thrown<std::invalid_argument>([&] { trainer.backward(inputs, std::vector<Token>{0, 1, 2, 3, 4, 0}); }) ==
               "class weights hold 2 numbers, expected 5");
}
