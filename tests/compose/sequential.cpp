// SPDX-License-Identifier: BSL-1.0
//
// Sequential: its shapes, names and memory plan, and that a list of layers is the layers one after another.
#include "support/laws.hpp"

#include "tenon/tenon.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cstddef>
#include <span>
#include <type_traits>
#include <vector>

using namespace tenon;
using namespace tenon::test;

namespace {

using Small = Sequential<Embedding<6>, FlattenConsecutive<2>, Linear<9, no_bias>, BatchNorm1d<unbiased>, Tanh, //
                         FlattenConsecutive<2>, Linear<5>>;
using Nested = Sequential<Embedding<6>, Sequential<FlattenConsecutive<2>, Linear<9, no_bias>, BatchNorm1d<unbiased>>,
                          Sequential<Tanh, Sequential<FlattenConsecutive<2>>>, Linear<5>>;
using In = Tokens<11, 4>;

/// Passes values on, and tells what it heard of the parameters behind it.
template <int Number>
struct Listener : Pointwise {};

template <int Number>
std::span<const float> heard;

} // namespace

template <int Number, class In>
struct tenon::Lowered<Listener<Number>, In> {
    template <std::size_t Batch, class Real, class Memory>
    static void forward(const Real* x, Real* y, Memory memory) {
        heard<Number> = {memory.next.begin, memory.next.end};
        std::copy_n(x, Batch * In::size, y);
    }
};

BOOST_AUTO_TEST_CASE(each_layer_gets_what_the_one_before_gives) {
    static_assert(std::is_same_v<Output<Small, In>, Shape<5>>);
    static_assert(std::is_same_v<Output<Nested, In>, Shape<5>>);
    static_assert(std::is_same_v<Output<Sequential<>, Shape<3, 4>>, Shape<3, 4>>);
}

BOOST_AUTO_TEST_CASE(tensors_are_named_by_position) {
    constexpr auto flat = parameters<Small, In>;
    static_assert(flat.size() == 6);
    static_assert(flat[0].name == "0.weight" && flat[1].name == "2.weight" && flat[2].name == "3.weight");
    static_assert(flat[4].name == "6.weight" && flat[5].name == "6.bias");
    static_assert(buffers<Small, In>[1].name == "3.running_var");
    static_assert(find_tensor(parameters<Nested, In>, "1.2.bias").shape == Extents{9});
}

BOOST_AUTO_TEST_CASE(nesting_moves_no_parameter) {
    constexpr auto flat = parameters<Small, In>, nested = parameters<Nested, In>;
    static_assert(flat.size() == nested.size());
    for (std::size_t index = 0; index < flat.size(); ++index) {
        BOOST_TEST(flat[index].offset == nested[index].offset);
        BOOST_TEST(flat[index].offset % block_alignment == 0);
    }
}

BOOST_AUTO_TEST_CASE(tensors_do_not_overlap) {
    std::size_t end = 0;
    for (const TensorSpec& spec : parameters<Small, In>) {
        BOOST_TEST(spec.offset >= end);
        end = spec.offset + spec.shape.size();
    }
    BOOST_TEST(block_size(parameters<Small, In>) >= end);
}

BOOST_AUTO_TEST_CASE(views_take_no_memory) {
    using Plain = Sequential<Linear<6>, Linear<3>>;
    using Viewed = Sequential<Flatten, Linear<6>, Flatten, Flatten, Linear<3>, Flatten>;
    static_assert(JointOf<Plain, Shape<4>>::saved(5) == JointOf<Viewed, Shape<4>>::saved(5));
    static_assert(JointOf<Plain, Shape<4>>::training_scratch(5) == JointOf<Viewed, Shape<4>>::training_scratch(5));
    static_assert(JointOf<Sequential<Flatten, Sequential<Flatten>>, Shape<2, 3>>::view);
}

BOOST_AUTO_TEST_CASE(forward_and_backward_are_those_of_the_layers) {
    constexpr std::size_t batch = 3;
    Rig<Sequential<Linear<7>, Tanh>, Shape<5>, batch, float> both;
    Rig<Linear<7>, Shape<5>, batch, float> first;
    Rig<Tanh, Shape<7>, batch, float> second;
    std::ranges::copy(both.parameters.span(), first.parameters.data());
    std::ranges::copy(both.x.span(), first.x.data());
    first.forward();
    std::ranges::copy(first.y.span(), second.x.data());
    std::ranges::copy(both.dy.span(), second.dy.data());
    second.forward();
    second.backward();
    std::ranges::copy(second.dx.span(), first.dy.data());
    first.backward();
    both.forward();
    both.backward();
    BOOST_TEST(same_bits<float>(both.y.span(), second.y.span()));
    BOOST_TEST(same_bits<float>(both.dx.span(), first.dx.span()));
    BOOST_TEST(same_bits<float>(both.gradients.span(), first.gradients.span()));
}

BOOST_AUTO_TEST_CASE(a_layer_knows_the_parameters_of_the_one_that_computes_next) {
    using List = Sequential<Listener<0>, Linear<6>, Sequential<Linear<3>, Listener<1>>, Flatten, Linear<2>, Listener<2>,
                            Tanh, Listener<3>>;
    const Model<List, Shape<4>> model{Generator{1}};
    Evaluator<decltype(model), Batch<2>> evaluator{model};
    evaluator(std::vector<float>(8));
    const auto is = [&](std::span<const float> range, std::size_t offset, std::size_t size) {
        return range.data() == model.parameter_block().data() + offset && range.size() == size;
    };
    constexpr auto tensors = parameters<List, Shape<4>>;
    static_assert(tensors[0].name == "1.weight" && tensors[4].name == "4.weight");
    BOOST_TEST(is(heard<0>, tensors[0].offset, 32 + 16)); // (4, 6) and 6, in whole lines
    BOOST_TEST(is(heard<1>, tensors[4].offset, 16 + 16));
    BOOST_TEST(heard<2>.empty());
    BOOST_TEST(heard<3>.empty());
}

BOOST_AUTO_TEST_CASE(nested_lists_give_the_same_bits) {
    Rig<Small, In, 4, float> flat;
    Rig<Nested, In, 4, float> nested;
    std::ranges::copy(flat.parameters.span(), nested.parameters.data());
    std::ranges::copy(flat.buffers.span(), nested.buffers.data());
    std::ranges::copy(flat.x.span(), nested.x.data());
    std::ranges::copy(flat.dy.span(), nested.dy.data());
    flat.forward();
    nested.forward();
    flat.backward();
    nested.backward();
    BOOST_TEST(same_bits<float>(flat.y.span(), nested.y.span()));
    BOOST_TEST(same_bits<float>(flat.gradients.span(), nested.gradients.span()));
    BOOST_TEST(same_bits<float>(flat.buffers.span(), nested.buffers.span()));
}

BOOST_AUTO_TEST_CASE(laws) {
    obeys_the_laws<Small, In, 3>();
    obeys_the_laws<Nested, In, 3>();
    // Too many rows and columns for one tile, which would read everything before it writes over it.
    obeys_the_laws<Sequential<Linear<37>, Linear<41>, Tanh, Linear<39>, Linear<3>>, Shape<5>, 17>();
    obeys_the_laws<Sequential<Flatten, Linear<6>, Sigmoid, Sequential<Linear<4>, Tanh>, Flatten>, Shape<2, 3>, 5>();
    obeys_the_laws<Sequential<Tanh>, Shape<2, 3>, 2>();
    obeys_the_laws<Sequential<Flatten, Flatten>, Shape<2, 3>, 2>();
    obeys_the_laws<Sequential<>, Shape<3>, 2>();
}
