// SPDX-License-Identifier: BSL-1.0
//
// Evaluation: running statistics, batches that are not full, and a model that stays as it is.
#include "tenon/evaluator.hpp"

#include "support/thrown.hpp"

#include "tenon/tenon.hpp"

#include <boost/test/unit_test.hpp>
#include <pthread.h>

#include <algorithm>
#include <cmath>
#include <span>
#include <stdexcept>
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

// A rollout feeds what comes out in again: the same as by way of a copy.
template <class Step, std::size_t Width, std::size_t Examples>
void feeds_back() {
    const Model<Step, Shape<Width>> model{Generator{7}};
    Evaluator<Model<Step, Shape<Width>>, Batch<Examples>> direct{model}, copying{model};
    std::vector<float> state(Width * Examples, 0.5F);
    std::span<const float> outputs = direct(state);
    for (int turn = 0; turn < 3; ++turn) outputs = direct(outputs);
    for (int turn = 0; turn < 4; ++turn) {
        const auto next = copying(state);
        state.assign(next.begin(), next.end());
    }
    BOOST_TEST(std::ranges::equal(outputs, state), spelling<Step>().view());
}

BOOST_AUTO_TEST_CASE(outputs_may_be_the_next_inputs) {
    feeds_back<Linear<19>, 19, 1>();
    feeds_back<Linear<64>, 64, 32>();
    feeds_back<Sequential<Linear<35>, Tanh, Linear<19>>, 19, 4>();
    feeds_back<Residual<Linear<35>, Tanh, Linear<19>>, 19, 4>();
    feeds_back<Parallel<Sum, Linear<19>, Sequential<>>, 19, 4>();
    feeds_back<Softmax, 19, 4>();
}

BOOST_AUTO_TEST_CASE(outputs_that_are_several_batches_of_inputs_have_no_loss) {
    const Model<Linear<4>, Shape<2>> model{Generator{7}};
    Evaluator<Model<Linear<4>, Shape<2>>, Batch<3>> evaluator{model};
    const auto outputs = evaluator(std::vector<float>(6, 1));
    BOOST_TEST(test::thrown<std::invalid_argument>([&] { evaluator.loss(outputs, std::vector<Token>(6)); }) ==
               "inputs are outputs of this Evaluator, which change meanwhile: copy them first");
    const std::vector<float> copied(outputs.begin(), outputs.begin() + 6);
    const auto again = evaluator(std::vector<float>(6, 1)).first(6);
    Evaluator<Model<Linear<4>, Shape<2>>, Batch<3>> other{model};
    const double expected = other.loss(copied, std::vector<Token>(3));
    BOOST_TEST(evaluator.loss(again, std::vector<Token>(3)) == expected);
}

BOOST_AUTO_TEST_CASE(counts_that_do_not_belong_together_are_told) {
    const Small model = trained();
    Evaluator<Small, Batch<4>> evaluator{model};
    BOOST_TEST(test::thrown<std::invalid_argument>([&] { evaluator.loss(random_tokens(33), random_tokens(7)); }) ==
               "inputs hold 33 numbers, expected 28");
    BOOST_CHECK_THROW(evaluator.loss(random_tokens(0), random_tokens(0)), std::invalid_argument);
}

// On the stack of a thread of embedded size, which a row of so many classes would fill.
BOOST_AUTO_TEST_CASE(a_large_vocabulary_needs_no_stack) {
    using Wide = Model<Linear<50'257>, Shape<1>>;
    static Wide model{Generator{1}};
    static Evaluator<Wide, Batch<1>> evaluator{model};
    static double loss = 0;
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, 128 * 1024);
    pthread_t thread{};
    const auto work = [](void*) -> void* {
        loss = evaluator.loss(std::vector<float>{0}, std::vector<Token>{7});
        return nullptr;
    };
    BOOST_REQUIRE(pthread_create(&thread, &attributes, work, nullptr) == 0);
    pthread_join(thread, nullptr);
    pthread_attr_destroy(&attributes);
    BOOST_TEST(std::abs(loss - std::log(50'257.0)) < 1e-4);
}
