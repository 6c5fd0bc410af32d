// SPDX-License-Identifier: BSL-1.0
//
// Frozen: the same outputs, the same gradients behind it, and tensors that stay under their names.
#include "tenon/compose/frozen.hpp"

#include "tenon/calibrate.hpp"
#include "tenon/io/model_file.hpp"
#include "tenon/tenon.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>
#include <type_traits>
#include <vector>

namespace {

using namespace tenon;

using In = Tokens<11, 3>;
using Whole = Sequential<Embedding<6>, Flatten, Linear<9>, Sequential<LayerNorm<>, Tanh>, Linear<7>, Relu, Linear<5>>;
using Front = Sequential<Frozen<Embedding<6>>, Flatten, Frozen<Linear<9>>, Frozen<Sequential<LayerNorm<>, Tanh>>,
                         Linear<7>, Relu, Linear<5>>;
using WholeModel = Model<Whole, In>;
using FrontModel = Model<Front, In>;

const std::vector<Token> tokens{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 0}, targets{0, 4, 2, 2};

/// Whole, and a model with its front frozen and the same numbers, by their names.
struct Pair {
    WholeModel whole{Generator{3}};
    FrontModel front;
    Pair() {
        for (float& value : whole.parameter_block()) value += 0.25F; // no tensor is all zeros or ones
        load_tensors(front, stored_tensors(whole), "whole");
    }
};

template <class Table>
std::vector<std::string> names_of(const Table& table) {
    std::vector<std::string> names;
    for (const TensorSpec& tensor : table) names.emplace_back(tensor.name.view());
    return names;
}

} // namespace

BOOST_AUTO_TEST_CASE(it_is_its_layer_without_parameters) {
    static_assert(fits<Frozen<Linear<5, 7>>, Shape<5>> && !fits<Frozen<Linear<5, 7>>, Shape<6>>);
    static_assert(!fits<Frozen<Tanh>, Tokens<27, 8>>);
    static_assert(std::is_same_v<Output<Frozen<Sequential<Flatten, Linear<7>>>, Shape<4, 5>>, Shape<7>>);
    static_assert(parameter_count<Front, In> == 9 * 7 + 7 + 7 * 5 + 5);
    static_assert(parameter_count<Frozen<BatchNorm1d<>>, Shape<5>> == 0);
    static_assert(forward_flops<Front, In, Batch<1>> == forward_flops<Whole, In, Batch<1>>);
    static_assert(JointOf<Front, In>::backward_flops == 4 * (9 * 7 + 7 * 5));
}

BOOST_AUTO_TEST_CASE(tensors_keep_their_names) {
    const std::vector<std::string> kept{"0.weight", "2.weight", "2.bias", "3.0.weight", "3.0.bias"};
    BOOST_TEST(names_of(FrontModel::Joint::buffers) == kept, boost::test_tools::per_element());
    const std::vector<std::string> norm{"weight", "bias", "running_mean", "running_var"};
    BOOST_TEST(names_of(JointOf<Frozen<BatchNorm1d<>>, Shape<5>>::buffers) == norm, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(outputs_are_the_same) {
    Pair pair;
    Evaluator<WholeModel, Batch<4>> whole{pair.whole};
    Evaluator<FrontModel, Batch<4>> front{pair.front};
    BOOST_TEST(std::ranges::equal(whole(tokens), front(tokens)));
    const auto fast = for_evaluation(pair.front);
    Evaluator<decltype(fast), Batch<4>> evaluator{fast};
    const auto expected = whole(tokens), is = evaluator(tokens);
    for (std::size_t at = 0; at < is.size(); ++at) BOOST_TEST(std::abs(is[at] - expected[at]) < 1e-5F);
}

BOOST_AUTO_TEST_CASE(what_is_behind_learns_as_ever_and_the_front_stays) {
    Pair pair;
    const FrontModel before = pair.front;
    Trainer<WholeModel, Batch<4>> whole{pair.whole};
    Trainer<FrontModel, Batch<4>> front{pair.front};
    BOOST_TEST(whole.backward(tokens, targets) == front.backward(tokens, targets));
    const auto same = [&]<QualifiedName Name>() {
        return std::ranges::equal(whole.gradient<Name>(), front.gradient<Name>());
    };
    BOOST_TEST(same.operator()<"4.weight">());
    BOOST_TEST(same.operator()<"4.bias">());
    BOOST_TEST(same.operator()<"6.weight">());
    for (int step = 0; step < 20; ++step) front.step(tokens, targets, 0.1F);
    BOOST_TEST(std::ranges::equal(pair.front.buffer_block(), before.buffer_block()));
    BOOST_TEST(!std::ranges::equal(pair.front.parameter_block(), before.parameter_block()));
}

BOOST_AUTO_TEST_CASE(norms_and_dropout_are_as_in_evaluation) {
    using Body = Sequential<Linear<6>, BatchNorm1d<>, Dropout<Percent{50}>>;
    using Learning = Model<Sequential<Body, Linear<3>>, Shape<2>>;
    using M = Model<Sequential<Frozen<Body>, Linear<3>>, Shape<2>>;
    Learning whole{Generator{5}};
    whole.buffer<"0.1.running_var">()[2] = 4;
    whole.buffer<"0.1.running_mean">()[1] = 0.5F;
    M model;
    load_tensors(model, stored_tensors(whole), "whole");
    const M before = model;
    const std::vector<float> inputs{1, 2, 3, 4, -1, 0.5F};
    Evaluator<Learning, Batch<3>> evaluator{whole};
    const double expected = evaluator.loss(inputs, std::vector<Token>{0, 1, 2});
    Trainer<M, Batch<3>> trainer{model};
    BOOST_TEST(std::abs(double{trainer.backward(inputs, std::vector<Token>{0, 1, 2})} - expected) < 1e-6);
    BOOST_TEST(std::ranges::equal(model.buffer_block(), before.buffer_block()));
}

BOOST_AUTO_TEST_CASE(it_starts_at_random_and_is_not_calibrated) {
    using M = Model<Sequential<Frozen<Linear<6>>, BatchNorm1d<>, Linear<3>>, Shape<2>>;
    M model{Generator{5}};
    BOOST_TEST(model.buffer<"0.weight">()[7] != 0);
    const M before = model;
    Trainer<M, Batch<3>> trainer{model};
    const std::vector<float> inputs{1, 2, 3, 4, -1, 0.5F};
    const std::vector<Token> some{0, 1, 2};
    Batches batches{trainer, inputs, some};
    calibrate(trainer, batches);
    BOOST_TEST(std::ranges::equal(model.buffer<"0.weight">(), before.buffer<"0.weight">()));
    BOOST_TEST(model.buffer<"1.running_mean">()[0] != 0);
}

BOOST_AUTO_TEST_CASE(lists_and_branches_may_be_frozen_at_their_front) {
    using Body = Sequential<Frozen<Linear<6>>, Tanh, Linear<4>>;
    using Nested = Sequential<Sequential<Flatten, Body>, Parallel<Concat, Linear<2>, Tanh>, Linear<3>>;
    using Branches = Sequential<Parallel<Sum, Frozen<Linear<4>>, Linear<4>>, Linear<3>>;
    const auto loss_after = []<class Net>(std::type_identity<Net>) {
        Model<Net, Shape<5>> model{Generator{5}};
        Trainer<decltype(model), Batch<2>> trainer{model};
        const std::vector<float> inputs{0.1F, 0.2F, 0.3F, 0.4F, -0.1F, -0.5F, 0, 0.1F, 0.7F, -0.2F};
        float loss = 0;
        for (int step = 0; step < 1000; ++step) loss = trainer.step(inputs, std::vector<Token>{0, 2}, 0.05F);
        return loss;
    };
    BOOST_TEST(loss_after(std::type_identity<Nested>{}) < 0.1F);
    BOOST_TEST(loss_after(std::type_identity<Branches>{}) < 0.1F);
}
