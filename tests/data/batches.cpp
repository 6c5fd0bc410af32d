// SPDX-License-Identifier: BSL-1.0
//
// Batches of examples: PyTorch's orders for its seeds, each example once in an epoch, the last batch, and what is
// refused. Orders are those of PyTorch 1.13: torch.randperm, DataLoader and WeightedRandomSampler with a generator of
// seed 5.
#include "tenon/data/batches.hpp"

#include "support/thrown.hpp"

#include "tenon/tenon.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <numeric>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

using namespace tenon;
using tenon::test::thrown;

using M = Model<Sequential<Embedding<2>, Flatten, Linear<50>>, Tokens<100, 2>>;
using T = Trainer<M, Batch<4>>;

/// Examples whose inputs are two numbers that follow from their index, which is their target.
struct Numbered {
    std::vector<Token> inputs, targets;
    explicit Numbered(std::size_t count) : inputs(2 * count), targets(count) {
        std::iota(inputs.begin(), inputs.end(), 0);
        std::iota(targets.begin(), targets.end(), 0);
    }
};

struct Trained {
    M model;
    T trainer{model};
    Generator generator{5};
};

template <class BatchesType>
std::vector<Token> epoch(BatchesType& batches) {
    std::vector<Token> order;
    while (batches.next()) {
        for (std::size_t row = 0; row < 4; ++row) {
            const Token example = batches.targets()[row];
            BOOST_REQUIRE(batches.inputs()[2 * row] == 2 * example);
            BOOST_REQUIRE(batches.inputs()[2 * row + 1] == 2 * example + 1);
            order.push_back(example);
        }
    }
    return order;
}

using Order = std::vector<Token>;

} // namespace

BOOST_AUTO_TEST_CASE(an_epoch_is_shuffled_as_pytorch_shuffles) {
    const Numbered examples(11);
    Trained training;
    Batches batches{training.trainer, examples.inputs, examples.targets};
    BOOST_TEST(batches.size() == 11U);
    BOOST_TEST(thrown<std::logic_error>([&] { (void)batches.inputs(); }) ==
               "Batches have no batch yet: call next() or draw(generator) first");
    BOOST_CHECK_THROW((void)batches.targets(), std::logic_error);
    BOOST_TEST(batches.per_epoch() == 2U);
    BOOST_TEST(epoch(batches) == (Order{0, 1, 2, 3, 4, 5, 6, 7}), boost::test_tools::per_element());
    BOOST_TEST(!batches.next());
    batches.shuffle(training.generator);
    BOOST_TEST(epoch(batches) == (Order{9, 5, 0, 8, 10, 2, 3, 6}), boost::test_tools::per_element());
    BOOST_TEST(training.generator.randint(1000) == 879U);

    Generator of_loader{5}; // a DataLoader draws two numbers before it shuffles
    of_loader.randint(2);
    of_loader.randint(2);
    batches.shuffle(of_loader);
    BOOST_TEST(epoch(batches) == (Order{0, 6, 10, 9, 5, 2, 3, 7}), boost::test_tools::per_element());
    batches.in_order();
    BOOST_TEST(epoch(batches) == (Order{0, 1, 2, 3, 4, 5, 6, 7}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_last_batch_may_be_filled_up) {
    const Numbered examples(11);
    Trained training;
    Batches batches{training.trainer, examples.inputs, examples.targets, LastBatch::filled};
    BOOST_TEST(batches.per_epoch() == 3U);
    batches.shuffle(training.generator);
    BOOST_TEST(epoch(batches) == (Order{9, 5, 0, 8, 10, 2, 3, 6, 7, 1, 4, 9}), boost::test_tools::per_element());

    const Numbered few(3), whole(8);
    Batches of_few{training.trainer, few.inputs, few.targets, LastBatch::filled};
    BOOST_TEST(epoch(of_few) == (Order{0, 1, 2, 0}), boost::test_tools::per_element());
    Batches of_whole{training.trainer, whole.inputs, whole.targets, LastBatch::filled};
    BOOST_TEST(of_whole.per_epoch() == 2U);
}

BOOST_AUTO_TEST_CASE(examples_are_drawn_one_by_one) {
    const Numbered examples(50);
    Trained training;
    Batches batches{training.trainer, examples.inputs, examples.targets};
    Generator expected{5};
    for (int draw = 0; draw < 20; ++draw) {
        batches.draw(training.generator);
        for (const Token example : batches.targets()) BOOST_TEST(example == static_cast<Token>(expected.randint(50)));
    }
}

BOOST_AUTO_TEST_CASE(examples_are_drawn_by_their_weights_as_pytorch_draws_them) {
    const Numbered examples(6);
    Trained training;
    Batches batches{training.trainer, examples.inputs, examples.targets};
    batches.set_weights(std::array{0.0, 1.0, 2.0, 0.5, 3.0, 0.0});
    Order drawn;
    for (int draw = 0; draw < 3; ++draw) {
        batches.draw(training.generator);
        drawn.insert(drawn.end(), batches.targets().begin(), batches.targets().end());
    }
    BOOST_TEST(drawn == (Order{4, 2, 2, 2, 2, 4, 4, 4, 4, 2, 2, 2}), boost::test_tools::per_element());
    BOOST_TEST(training.generator.randint(1000) == 684U);
    batches.set_weights(std::array{0.0, 0.0, 0.0, 1.0, 0.0, 0.0});
    for (int draw = 0; draw < 100; ++draw) {
        batches.draw(training.generator);
        BOOST_TEST(std::ranges::count(batches.targets(), 3) == 4);
    }
}

BOOST_AUTO_TEST_CASE(an_epoch_goes_on_where_its_state_was) {
    const Numbered examples(19);
    Trained training;
    Batches batches{training.trainer, examples.inputs, examples.targets};
    batches.shuffle(training.generator);
    BOOST_TEST(batches.next());
    Batches other{training.trainer, examples.inputs, examples.targets};
    other.set_state(batches.state());
    const Order rest = epoch(batches);
    BOOST_TEST(rest.size() == 12U);
    BOOST_TEST(epoch(other) == rest, boost::test_tools::per_element());

    auto state = batches.state();
    const auto refused = [&] { return thrown<std::invalid_argument>([&] { other.set_state(state); }); };
    const std::string sentence = "the state is none of Batches of 19 examples";
    BOOST_TEST(refused() == "nothing is thrown");
    state[3] = state[4];
    BOOST_TEST(refused() == sentence);
    state[3] = 19;
    BOOST_TEST(refused() == sentence);
    state = batches.state();
    ++state.back();
    BOOST_TEST(refused() == sentence);
    state = batches.state();
    ++state[19];
    BOOST_TEST(refused() == "the state is one of batches of 5, expected 4");
    state.pop_back();
    BOOST_TEST(refused() == sentence);
}

BOOST_AUTO_TEST_CASE(targets_are_as_many_as_the_loss_takes) {
    using Regression = Model<Linear<3>, Shape<2>, double>;
    Regression model{Generator{1}};
    Trainer<Regression, Batch<2>, MeanSquaredError> trainer{model};
    const std::vector<double> inputs{1, 2, 3, 4, 5, 6};
    const std::vector<float> targets{1, 2, 3, 4, 5, 6, 7, 8, 9};
    Batches batches{trainer, inputs, targets};
    BOOST_TEST(batches.next());
    BOOST_TEST(std::ranges::equal(batches.inputs(), std::array{1.0, 2.0, 3.0, 4.0}));
    BOOST_TEST(std::ranges::equal(batches.targets(), std::array{1.F, 2.F, 3.F, 4.F, 5.F, 6.F}));
    trainer.step(batches.inputs(), batches.targets(), 0.1);
    BOOST_TEST(!batches.next());
}

BOOST_AUTO_TEST_CASE(what_does_not_fit_is_refused) {
    const Numbered examples(11);
    Trained training;
    const auto made = [&](std::size_t inputs, std::size_t targets, LastBatch last = LastBatch::dropped) {
        return thrown<std::invalid_argument>([&] {
            const std::span<const Token> x(examples.inputs), y(examples.targets);
            const Batches batches{training.trainer, x.first(inputs), y.first(targets), last};
        });
    };
    BOOST_TEST(made(20, 11) == "inputs hold 20 numbers, expected 22");
    BOOST_TEST(made(22, 10) == "inputs hold 22 numbers, expected 20");
    BOOST_TEST(made(6, 3) == "there are 3 examples, expected 4 or more, a batch, and fewer than 2^32");
    BOOST_TEST(made(6, 3, LastBatch::filled) == "nothing is thrown");
    BOOST_TEST(made(0, 0, LastBatch::filled) == "targets hold 0 numbers, expected 1");

    Batches batches{training.trainer, examples.inputs, examples.targets};
    const auto weighed = [&](std::vector<double> weights) {
        return thrown<std::invalid_argument>([&] { batches.set_weights(weights); });
    };
    const std::string sentence = "weights are negative, not finite or all 0, expected finite ones of at least 0";
    std::vector<double> weights(11, 1);
    BOOST_TEST(weighed(std::vector<double>(10, 1)) == "weights hold 10 numbers, expected 11");
    BOOST_TEST(weighed(std::vector<double>(11, 0)) == sentence);
    for (const double wrong : {-1.0, std::nan(""), std::numeric_limits<double>::infinity()}) {
        weights[10] = wrong;
        BOOST_TEST(weighed(weights) == sentence);
    }
}
