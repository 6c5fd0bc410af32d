// SPDX-License-Identifier: BSL-1.0
//
// Evaluation: running statistics, batches that are not full, and a model that stays as it is.
#include "tenon/evaluator.hpp"

#include "tenon/tenon.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cmath>
#include <type_traits>
#include <vector>

using namespace tenon;

namespace {

using Net =
    Sequential<Embedding<6>, FlattenConsecutive<4>, Linear<19, no_bias>, BatchNorm1d<unbiased>, Tanh, Linear<11>>;
using In = Tokens<11, 4>;
using Small = Model<Net, In>;

std::vector<Token> random_tokens(std::size_t count, unsigned seed = 1) {
    Generator generator{seed};
    std::vector<Token> tokens(count);
    for (Token& token : tokens) token = static_cast<Token>(generator.randint(11));
    return tokens;
}

Small trained() {
    Small model{Generator{3}};
    Trainer<Small, Batch<8>> trainer{model};
    for (unsigned step = 0; step < 50; ++step) trainer.step(random_tokens(32, step), random_tokens(8, step + 99), 0.1F);
    return model;
}

} // namespace

BOOST_AUTO_TEST_CASE(an_output_does_not_depend_on_its_batch) {
    const Small model = trained();
    const auto contexts = random_tokens(7 * 4);
    Evaluator<Small, Batch<7>> full{model};
    Evaluator<Small, Batch<1>> single{model};
    Evaluator<Small, Batch<32>> wide{model};
    const auto together = full(contexts);
    const auto padded = wide(contexts);
    BOOST_TEST(std::ranges::equal(together, padded));
    for (std::size_t example = 0; example < 7; ++example) {
        const auto alone = single(std::span(contexts).subspan(example * 4, 4));
        BOOST_TEST(std::ranges::equal(alone, together.subspan(example * 11, 11)));
    }
}

BOOST_AUTO_TEST_CASE(the_tail_of_an_evaluation_counts_exactly) {
    const Small model = trained();
    const auto contexts = random_tokens(23 * 4), targets = random_tokens(23, 5);
    double expected = 0;
    Evaluator<Small, Batch<1>> single{model};
    for (std::size_t example = 0; example < 23; ++example) {
        expected += single.loss(std::span(contexts).subspan(example * 4, 4), std::span(targets).subspan(example, 1));
    }
    Evaluator<Small, Batch<8>> batches{model};
    BOOST_TEST(std::abs(batches.loss(contexts, targets) - expected / 23) < 1e-12);
}

BOOST_AUTO_TEST_CASE(evaluation_uses_the_running_statistics) {
    Small model = trained();
    Evaluator<Small, Batch<4>> evaluator{model};
    const auto contexts = random_tokens(16);
    const auto outputs = evaluator(contexts);
    const std::vector<float> before(outputs.begin(), outputs.end());
    for (float& mean : model.buffer<"3.running_mean">()) mean += 1;
    BOOST_TEST(!std::ranges::equal(evaluator(contexts), before));
}

BOOST_AUTO_TEST_CASE(an_evaluator_takes_a_model_as_it_is) {
    using Evaluates = Evaluator<Small, Batch<4>>;
    static_assert(std::is_constructible_v<Evaluates, const Small&>);
    static_assert(std::is_invocable_v<Evaluates&, std::span<const Token>>);
    static_assert(!std::is_invocable_v<Trainer<Small, Batch<4>>&, std::span<const Token>>);
}

BOOST_AUTO_TEST_CASE(other_sizes_and_tokens_are_refused) {
    const Small model = trained();
    Evaluator<Small, Batch<4>> evaluator{model};
    BOOST_CHECK_THROW(evaluator(random_tokens(0)), std::invalid_argument);
    BOOST_CHECK_THROW(evaluator(random_tokens(5)), std::invalid_argument);
    BOOST_CHECK_THROW(evaluator(random_tokens(20)), std::invalid_argument);
    BOOST_CHECK_THROW(evaluator(std::vector<Token>{0, 1, 2, 11}), std::out_of_range);
    BOOST_CHECK_THROW(evaluator.loss(random_tokens(8), random_tokens(3)), std::invalid_argument);
    BOOST_CHECK_THROW(evaluator.loss(random_tokens(4), std::vector<Token>{-1}), std::out_of_range);
}

BOOST_AUTO_TEST_CASE(the_first_loss_is_that_of_even_guesses_when_the_last_layer_is_scaled_down) {
    Small model{Generator{42}};
    for (float& weight : model.parameter<"5.weight">()) weight *= 0.01F;
    Evaluator<Small, Batch<8>> evaluator{model};
    BOOST_TEST(std::abs(evaluator.loss(random_tokens(400), random_tokens(100, 3)) - std::log(11.0)) < 0.01);
}
