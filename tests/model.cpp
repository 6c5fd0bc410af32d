// SPDX-License-Identifier: BSL-1.0
//
// Models: how they start, how their tensors are reached, and that copies are independent.
#include "tenon/model.hpp"

#include "support/thrown.hpp"

#include "tenon/tenon.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <vector>

using namespace tenon;

namespace {

using Net = Sequential<Embedding<6>, FlattenConsecutive<4>, Linear<9, no_bias>, BatchNorm1d<>, Tanh, Linear<5>>;
using Small = Model<Net, Tokens<11, 4>>;

} // namespace

BOOST_AUTO_TEST_CASE(random_starts_are_drawn_in_the_order_of_the_layers) {
    const Small model{Generator{42}};
    Generator generator{42};
    std::vector<float> embedding(11 * 6), hidden(24 * 9), output(9 * 5);
    generator.randn(std::span(embedding));
    generator.randn(std::span(hidden));
    generator.randn(std::span(output));
    BOOST_TEST(std::ranges::equal(model.parameter<"0.weight">(), embedding));
    for (float& value : hidden) value /= std::sqrt(24.0F);
    for (float& value : output) value /= std::sqrt(9.0F);
    BOOST_TEST(std::ranges::equal(model.parameter<"2.weight">(), hidden));
    BOOST_TEST(std::ranges::equal(model.parameter<"5.weight">(), output));
}

BOOST_AUTO_TEST_CASE(constant_starts_are_ones_and_zeros) {
    const Small model{Generator{42}};
    const auto all = [](auto values, float expected) {
        return std::ranges::all_of(values, [=](float value) { return value == expected; });
    };
    BOOST_TEST(all(model.parameter<"3.weight">(), 1));
    BOOST_TEST(all(model.parameter<"3.bias">(), 0));
    BOOST_TEST(all(model.parameter<"5.bias">(), 0));
    BOOST_TEST(all(model.buffer<"3.running_mean">(), 0));
    BOOST_TEST(all(model.buffer<"3.running_var">(), 1));
}

BOOST_AUTO_TEST_CASE(the_generator_goes_on_where_the_model_stopped) {
    Generator one{7}, other{7};
    const Small first{one}, second{other};
    BOOST_TEST(std::ranges::equal(first.parameter_block(), second.parameter_block()));
    BOOST_TEST(one.randint(1'000'000) == other.randint(1'000'000));
}

BOOST_AUTO_TEST_CASE(tensors_are_spans_of_constant_size_within_the_blocks) {
    Small model;
    static_assert(std::is_same_v<decltype(model.parameter<"2.weight">()), std::span<float, 24 * 9>>);
    static_assert(std::is_same_v<decltype(std::as_const(model).buffer<"3.running_var">()), std::span<const float, 9>>);
    model.parameter<"5.bias">()[4] = 3;
    BOOST_TEST(std::ranges::count(model.parameter_block(), 3.0F) == 1);
}

BOOST_AUTO_TEST_CASE(blocks_are_aligned_and_padding_is_zero) {
    const Small model{Generator{1}};
    BOOST_TEST(reinterpret_cast<std::uintptr_t>(model.parameter_block().data()) % 64 == 0);
    BOOST_TEST(reinterpret_cast<std::uintptr_t>(model.parameter<"5.bias">().data()) % 64 == 0);
    const auto padding = model.parameter_block().subspan(11 * 6, aligned_size(11 * 6) - 11 * 6);
    BOOST_TEST(std::ranges::all_of(padding, [](float value) { return value == 0; }));
}

BOOST_AUTO_TEST_CASE(copies_are_independent_and_moves_keep_the_numbers) {
    Small model{Generator{1}};
    Small copy = model;
    copy.parameter<"5.bias">()[0] = 9;
    BOOST_TEST(model.parameter<"5.bias">()[0] == 0);
    const Small moved = std::move(copy);
    BOOST_TEST(moved.parameter<"5.bias">()[0] == 9);
    model = moved;
    BOOST_TEST(model.parameter<"5.bias">()[0] == 9);
}

BOOST_AUTO_TEST_CASE(a_model_is_small_wherever_it_lives) {
    using Large = Model<Sequential<Linear<5000>, Linear<5000>>, Shape<5000>>; // 200 MB of parameters
    static_assert(sizeof(Large) <= 64);
    static_assert(sizeof(Trainer<Large, Batch<32>>) <= 64 && sizeof(Evaluator<Large, Batch<32>>) <= 64);
}

BOOST_AUTO_TEST_CASE(a_model_that_was_moved_from_says_so_until_it_is_assigned_to) {
    Small model{Generator{1}};
    Evaluator<Small, Batch<1>> evaluator{model};
    const Small moved = std::move(model);
    const std::string sentence = "the Model was moved from and has no numbers: assign to it first";
    BOOST_TEST(test::thrown<std::logic_error>([&] { (void)model.parameter_block(); }) == sentence);
    BOOST_TEST(test::thrown<std::logic_error>([&] { (void)model.parameter<"5.bias">(); }) == sentence);
    BOOST_TEST(test::thrown<std::logic_error>([&] { evaluator(std::vector<Token>(4)); }) == sentence);
    Small copy = model;
    BOOST_TEST(test::thrown<std::logic_error>([&] { (void)copy.buffer_block(); }) == sentence);
    model = moved;
    static Model<Small::Net, Small::Input, float, Inline> fixed{Generator{2}};
    copy = fixed;
    BOOST_TEST(std::ranges::equal(model.parameter_block(), moved.parameter_block()));
    BOOST_TEST(std::ranges::equal(copy.parameter_block(), fixed.parameter_block()));
    const Model<Tanh, Shape<3>> empty;
    BOOST_TEST(empty.parameter_block().empty());
}

BOOST_AUTO_TEST_CASE(the_examples_that_a_model_was_trained_on_go_with_it) {
    Small model{Generator{1}};
    model.set_examples_trained(70);
    Small copy = model, assigned;
    assigned = model;
    Model<Small::Net, Small::Input, double> exact;
    exact = model;
    BOOST_TEST((copy.examples_trained() == 70 && assigned.examples_trained() == 70 && exact.examples_trained() == 70));
}

BOOST_AUTO_TEST_CASE(numbers_go_to_a_model_for_inputs_of_another_length) {
    using Filter = Sequential<Conv1d<3, 2, causal>, BatchNorm1d<>, Tanh, Conv1d<1, 2, causal>>;
    Model<Filter, Shape<9, 1>> trained{Generator{1}};
    trained.buffer<"1.running_mean">()[2] = 4;
    trained.set_examples_trained(5);
    Model<Filter, Shape<64, 1>> longer{Generator{2}};
    longer = trained;
    BOOST_TEST(std::ranges::equal(longer.parameter_block(), trained.parameter_block()));
    BOOST_TEST(std::ranges::equal(longer.buffer_block(), trained.buffer_block()));
    BOOST_TEST(longer.examples_trained() == 5);
}

BOOST_AUTO_TEST_CASE(a_net_may_be_a_const_type) {
    static_assert(std::is_same_v<Model<const Small::Net, Small::Input>::Net, Small::Net>);
    BOOST_TEST((Model<const Small::Net, Small::Input>{Generator{1}}.memory_size == Small::memory_size));
}
