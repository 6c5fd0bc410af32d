// SPDX-License-Identifier: BSL-1.0
//
// Words that a Sampler writes are those that one would write by hand, one token behind another, whatever the number of
// words at once.
#include "tenon/sampler.hpp"

#include "support/allocations.hpp"
#include "support/thrown.hpp"

#include "tenon/tenon.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <numeric>
#include <random>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

using namespace tenon;

namespace {

using In = Tokens<7, 3>;
using Net = Sequential<Embedding<4>, Flatten, Linear<13>, Tanh, Linear<7>>;
using Words = std::vector<std::vector<Token>>;

/// Random numbers; the bias of the end decides how long words are.
Model<Net, In> random_model(float end) {
    Model<Net, In> model{Generator{3}};
    for (float& value : model.parameter_block()) value *= 2;
    constexpr TensorSpec bias = find_tensor(Model<Net, In>::Joint::parameters, "4.bias");
    model.parameter_block()[bias.offset] = end;
    return model;
}

/// A token behind this context, with the softmax in double precision.
Token next_token(const Model<Net, In>& model, Generator& generator, std::span<const Token> context) {
    Evaluator<Model<Net, In>, Batch<1>> evaluator{model};
    const auto logits = evaluator(context);
    std::vector<double> weights;
    for (float logit : logits) weights.push_back(std::exp(static_cast<double>(logit)));
    const double sum = std::accumulate(weights.begin(), weights.end(), 0.0);
    std::vector<float> probabilities;
    for (double weight : weights) probabilities.push_back(static_cast<float>(weight / sum));
    return static_cast<Token>(generator.multinomial(probabilities));
}

/// The first words of so many streams, of which each draws a token in turn, and another where a word has ended.
Words written_by_hand(const Model<Net, In>& model, std::size_t streams, std::size_t most) {
    Generator generator{11};
    Words open(streams), finished;
    while (finished.size() < most) {
        for (auto& word : open) {
            while (true) {
                std::vector<Token> context(In::size, 0);
                context.insert(context.end(), word.begin(), word.end());
                const Token next = next_token(model, generator, std::span(context).last(In::size));
                if (next != 0) word.push_back(next);
                if (next != 0 && word.size() < 1000) break;
                finished.push_back(word);
                word.clear();
            }
        }
    }
    finished.resize(most);
    return finished;
}

template <std::size_t Streams>
Words sampled(const Model<Net, In>& model, std::size_t most) {
    Sampler<Model<Net, In>, Batch<Streams>> sampler{model, Generator{11}};
    Words words;
    while (words.size() < most) {
        sampler.advance([&](std::span<const Token> word) { words.emplace_back(word.begin(), word.end()); });
    }
    words.resize(most);
    return words;
}

} // namespace

BOOST_AUTO_TEST_CASE(words_are_those_written_by_hand) {
    const auto model = random_model(1.5F);
    const Words one = written_by_hand(model, 1, 200), five = written_by_hand(model, 5, 200);
    BOOST_TEST((sampled<1>(model, 200) == one));
    BOOST_TEST((sampled<5>(model, 200) == five));
    const auto longest = std::ranges::max(five, {}, &Words::value_type::size);
    BOOST_TEST((longest.size() > In::size && longest.size() < 100));
    BOOST_TEST(std::ranges::count(five, Words::value_type{}) > 0);
}

BOOST_AUTO_TEST_CASE(words_that_do_not_end_are_cut_off) {
    const auto model = random_model(-100);
    const Words words = sampled<2>(model, 4);
    for (const auto& word : words) BOOST_TEST(word.size() == 1000U);
    BOOST_TEST((words == written_by_hand(model, 2, 4)));
}

BOOST_AUTO_TEST_CASE(nothing_is_allocated_while_words_are_written) {
    const auto model = random_model(1.5F);
    Sampler<Model<Net, In>, Batch<5>> sampler{model, Generator{11}};
    std::size_t letters = 0;
    const std::size_t before = test::allocations;
    for (int turn = 0; turn < 100; ++turn)
        sampler.advance([&](std::span<const Token> word) { letters += word.size(); });
    BOOST_TEST(test::allocations == before);
    BOOST_TEST(letters > 0U);
}

BOOST_AUTO_TEST_CASE(logits_that_are_not_finite_are_refused) {
    auto model = random_model(1.5F);
    Sampler<Model<Net, In>, Batch<2>> sampler{model, Generator{11}};
    for (const float spoilt : {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity()}) {
        model.parameter<"4.bias">()[5] = spoilt;
        const std::string sentence =
            "the model gives logits that are not finite: its numbers are not, or they are too large";
        BOOST_TEST(test::thrown<std::invalid_argument>([&] { sampler.advance([](auto) {}); }) == sentence);
        BOOST_TEST(test::thrown<std::invalid_argument>(
                       [&] { Sampler<Model<Net, In>, Batch<2>> other{model, Generator{11}}; }) == sentence);
    }
}

BOOST_AUTO_TEST_CASE(a_model_that_only_ends_words_does_not_go_on_forever) {
    const auto model = random_model(1000);
    Sampler<Model<Net, In>, Batch<3>> sampler{model, Generator{11}};
    std::size_t words = 0, letters = 0;
    sampler.advance([&](std::span<const Token> word) { ++words, letters += word.size(); });
    BOOST_TEST(words == 3 * sampler.most_ends);
    BOOST_TEST(letters == 0U);
}

BOOST_AUTO_TEST_CASE(the_type_of_a_reference_is_as_good_as_a_models) {
    const auto model = random_model(1.5F);
    const auto& reference = model;
    Sampler<decltype(reference), Batch<1>> sampler{reference, Generator{11}};
    Words words;
    while (words.size() < 10) {
        sampler.advance([&](std::span<const Token> word) { words.emplace_back(word.begin(), word.end()); });
    }
    BOOST_TEST((words == sampled<1>(model, 10)));
}
