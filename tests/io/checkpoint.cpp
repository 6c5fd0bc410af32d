// SPDX-License-Identifier: BSL-1.0
//
// Checkpoints: a training that goes on in another process gives the bits of one that was never stopped, and what is no
// checkpoint of it changes nothing.
#include "tenon/io/checkpoint.hpp"

#include "support/files.hpp"
#include "support/thrown.hpp"

#include "tenon/data/batches.hpp"
#include "tenon/tenon.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>
#include <stdexcept>
#include <string>
#include <tuple>
#include <vector>

namespace {

using namespace tenon;
using tenon::test::TemporaryDirectory;
using tenon::test::thrown;

using Net = Sequential<Embedding<6>, FlattenConsecutive<2>, Linear<8, no_bias>, BatchNorm1d<>, Tanh, Flatten,
                       Dropout<Percent{30}>, Linear<5>>;
using M = Model<Net, Tokens<5, 4>>;

constexpr CosineWithWarmup rate{.peak = 0.05F, .warmup = 3, .steps = 20};

/// A training of its own: a model, a trainer, and a generator of which batches are drawn.
template <class Optimizer>
struct Session {
    Generator generator;
    M model;
    Trainer<M, Batch<8>, Optimizer> trainer;

    explicit Session(std::uint64_t seed) : generator{seed}, model{generator}, trainer{model, seed} {}

    /// The losses of some more steps.
    std::vector<float> losses(int steps) {
        std::vector<float> result;
        std::array<Token, 32> inputs;
        std::array<Token, 8> targets;
        for (int step = 0; step < steps; ++step) {
            for (Token& token : inputs) token = static_cast<Token>(generator.randint(5));
            for (Token& token : targets) token = static_cast<Token>(generator.randint(5));
            result.push_back(trainer.step(inputs, targets, rate));
        }
        return result;
    }
    [[nodiscard]] std::vector<float> numbers() const {
        std::vector<float> all(model.parameter_block().begin(), model.parameter_block().end());
        all.insert(all.end(), model.buffer_block().begin(), model.buffer_block().end());
        return all;
    }
};

template <class Optimizer>
void save(Session<Optimizer>& training, const std::string& path) {
    Safetensors content = checkpoint(training.trainer);
    add_state(content, "batches", training.generator);
    OutputFile file{path};
    write_safetensors(file, content);
    file.commit();
}

using optimizers = std::tuple<Sgd, SgdMomentum, Adam, AdamWAmsgrad, ParameterGroups<AdamW, SgdMomentum>>;

StoredTensor& named(Safetensors& content, const std::string& name) {
    return *std::ranges::find(content.tensors, name, &StoredTensor::name);
}

} // namespace

BOOST_AUTO_TEST_CASE_TEMPLATE(twenty_steps_are_those_of_two_processes, Optimizer, optimizers) {
    const TemporaryDirectory directory;
    const std::string path = (directory / "checkpoint").string();
    Session<Optimizer> whole{3}, first{3}, second{99};
    const auto expected = whole.losses(20);
    auto losses = first.losses(9);
    save(first, path);
    second.losses(4); // what it was before does not matter
    const Safetensors content = read_safetensors(path);
    restore(second.trainer, content, path);
    restore_state(second.generator, "batches", content, path);
    BOOST_TEST(second.trainer.updates() == 9U);
    const auto others = second.losses(11);
    losses.insert(losses.end(), others.begin(), others.end());
    BOOST_TEST(losses == expected, boost::test_tools::per_element());
    BOOST_TEST((second.numbers() == whole.numbers()));
    BOOST_TEST((checkpoint(second.trainer) == checkpoint(whole.trainer)));
}

BOOST_AUTO_TEST_CASE(its_model_is_one_of_pytorch) {
    Session<AdamW> training{3};
    training.losses(2);
    const Safetensors content = checkpoint(training.trainer);
    auto tensors = detail::behind(content, "model.");
    BOOST_TEST((tensors == stored_tensors(training.model)));
    const auto& square = *std::ranges::find(content.tensors, "optimizer.1.7.weight", &StoredTensor::name);
    BOOST_TEST((square.shape == std::vector<std::size_t>{5, 16}));
    BOOST_TEST(content.metadata.at("trainer.optimizer") == "AdamW");
    BOOST_TEST(content.metadata.at("trainer.examples") == "16");
}

BOOST_AUTO_TEST_CASE(what_is_no_checkpoint_of_this_trainer_changes_nothing) {
    Session<AdamW> training{3}, other{4};
    training.losses(3), other.losses(2);
    const auto before = checkpoint(other.trainer);
    const auto numbers = other.numbers();
    const auto refused = [&](auto change) {
        Safetensors content = checkpoint(training.trainer);
        change(content);
        auto sentence = thrown<std::runtime_error>([&] { restore(other.trainer, content, "it"); });
        BOOST_TEST((checkpoint(other.trainer) == before));
        BOOST_TEST((other.numbers() == numbers));
        return sentence;
    };
    BOOST_TEST(refused([](Safetensors& content) { content.metadata["trainer.optimizer"] = "Adam"; }) ==
               "it: is a checkpoint of the optimizer Adam, expected AdamW");
    BOOST_TEST(refused([](Safetensors& content) { content.metadata.erase("trainer.optimizer"); }) ==
               "it: is no checkpoint: has no metadata 'trainer.optimizer'");
    BOOST_TEST(refused([](Safetensors& content) { content.metadata.erase("trainer.seed"); }) ==
               "it: is no checkpoint: has no metadata 'trainer.seed'");
    for (const char* text : {"", "-1", "7x", "99999999999999999999"}) {
        BOOST_TEST(refused([&](Safetensors& content) { content.metadata["trainer.updates"] = text; }) ==
                   "it: has the metadata 'trainer.updates' '" + std::string(text) + "', expected a whole number");
    }
    BOOST_TEST(refused([](Safetensors& content) { named(content, "model.0.weight").name = "0.weight"; }) ==
               "it: does not fit the model: misses '0.weight' F32 (5, 6)");
    BOOST_TEST(refused([](Safetensors& content) { named(content, "optimizer.1.7.bias").shape = {4}; }) ==
               "it: does not fit the model: has '7.bias' as F32 (4) instead of F32 (5)");
}

BOOST_AUTO_TEST_CASE(tensors_of_the_programs_own_are_passed_over) {
    Session<AdamW> training{3}, other{4};
    Safetensors content = checkpoint(training.trainer);
    content.tensors.push_back({"best.0.weight", "U8", {1}, "x"});
    restore(other.trainer, content, "it");
    BOOST_TEST((other.numbers() == training.numbers()));
}

BOOST_AUTO_TEST_CASE(generators_go_on_wherever_they_are) {
    for (int draws = 0; draws < 1300; draws += 7) {
        Generator generator{5}, other{6};
        PythonRandom shuffler{5}, other_shuffler{6};
        float number = 0;
        for (int draw = 0; draw < draws; ++draw) {
            generator.randn(std::span(&number, 1)); // every second one is kept for the next call
            shuffler.below(10);
        }
        Safetensors content;
        add_state(content, "one", generator);
        add_state(content, "two", shuffler);
        restore_state(other, "one", content, "it");
        restore_state(other_shuffler, "two", content, "it");
        float expected = 0;
        generator.randn(std::span(&expected, 1));
        other.randn(std::span(&number, 1));
        BOOST_REQUIRE(number == expected);
        BOOST_REQUIRE(other.randint(1000) == generator.randint(1000));
        for (int draw = 0; draw < 700; ++draw) BOOST_REQUIRE(other_shuffler.below(1000) == shuffler.below(1000));
    }
}

BOOST_AUTO_TEST_CASE(what_is_no_generator_is_refused) {
    Generator generator{5};
    const std::uint32_t next = Generator{5}.randint(1000);
    Safetensors content;
    add_state(content, "one", PythonRandom{5});
    add_state(content, "bad", generator);
    BOOST_TEST(thrown<std::invalid_argument>([&] { add_state(content, "bad", generator); }) ==
               "the checkpoint has a state 'bad' already");
    content.tensors.back().bytes[624 * 4 + 1] = 9; // 624 outputs at most
    BOOST_TEST(thrown<std::runtime_error>([&] { restore_state(generator, "two", content, "it"); }) ==
               "it: has no state 'two'");
    BOOST_TEST(thrown<std::runtime_error>([&] { restore_state(generator, "one", content, "it"); }) ==
               "it: has the state 'one' as U32 (625) instead of U32 (628)");
    BOOST_TEST(thrown<std::invalid_argument>([&] {
                   restore_state(generator, "bad", content, "it");
               }).starts_with("the state of an Mt19937 ends with "));
    BOOST_TEST(generator.randint(1000) == next);
}

BOOST_AUTO_TEST_CASE(batches_and_a_plateau_go_on) {
    using Line = Model<Linear<1>, Shape<1>>;
    Line model{Generator{1}};
    Trainer<Line, Batch<2>, MeanSquaredError> trainer{model};
    const std::vector<float> x{1, 2, 3, 4, 5, 6, 7}, y{1, 2, 3, 4, 5, 6, 7};
    Generator generator{3};
    Batches batches{trainer, x, y}, others{trainer, x, y};
    batches.shuffle(generator);
    BOOST_REQUIRE(batches.next());
    OnPlateau plateau{{.start = 0.1F, .patience = 1}}, other_plateau{{.start = 0.1F, .patience = 1}};
    for (const double loss : {3.0, 4.0, 5.0, 2.0, 2.0}) plateau.observe(loss);
    BOOST_REQUIRE(plateau(0) < 0.05F);

    Safetensors content;
    add_state(content, "batches", batches);
    add_state(content, "rate", plateau);
    restore_state(others, "batches", content, "it");
    restore_state(other_plateau, "rate", content, "it");
    while (batches.next()) {
        BOOST_REQUIRE(others.next());
        BOOST_TEST(std::ranges::equal(others.inputs(), batches.inputs()));
    }
    BOOST_TEST(!others.next());
    BOOST_TEST(other_plateau(0) == plateau(0));
    BOOST_TEST(other_plateau.best() == 2);
    plateau.observe(2);
    other_plateau.observe(2);
    BOOST_TEST(other_plateau(0) == plateau(0));
    BOOST_TEST(plateau(0) < 0.005F);

    const std::vector<float> three{1, 2, 3};
    Batches of_three{trainer, three, three};
    BOOST_TEST(thrown<std::runtime_error>([&] { restore_state(of_three, "batches", content, "it"); }) ==
               "it: has the state 'batches' as U32 (9) instead of U32 (5)");
}

BOOST_AUTO_TEST_CASE(a_moving_average_goes_on) {
    using Line = Model<Linear<3>, Shape<2>>;
    Line model{Generator{1}};
    const Line moved{Generator{2}};
    MovingAverage average{model, 0.5}, other{model, 0.5};
    average.update(model);
    average.update(moved);
    Safetensors content;
    add_model(content, "average", average);
    restore_model(other, "average", content, "it");
    BOOST_TEST(other.updates() == 2U);
    average.update(moved);
    other.update(moved);
    BOOST_TEST(std::ranges::equal(other.model().parameter_block(), average.model().parameter_block()));

    Line alone;
    restore_model(alone, "average", content, "it");
    BOOST_TEST(!std::ranges::equal(alone.parameter_block(), moved.parameter_block()));
    BOOST_TEST(thrown<std::runtime_error>([&] { restore_model(other, "none", content, "it"); }) ==
               "it: has no moving average 'none'");
}
