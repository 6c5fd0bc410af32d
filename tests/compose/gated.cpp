// SPDX-License-Identifier: BSL-1.0
//
// Gated: its shape rule, names, other functions, and numbers against differences and PyTorch.
#include "tenon/compose/gated.hpp"

#include "support/alike.hpp"
#include "support/laws.hpp"
#include "support/torch.hpp"

#include "tenon/tenon.hpp"

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <type_traits>

using namespace tenon;
using namespace tenon::test;

BOOST_AUTO_TEST_CASE(output_is_what_both_layers_give) {
    static_assert(std::is_same_v<Output<Gated<Linear<7>, Linear<7>>, Shape<4, 5>>, Shape<4, 7>>);
    static_assert(!fits<Gated<Linear<7>, Linear<9>>, Shape<5>>);
    static_assert(!fits<Gated<Flatten, Linear<5>>, Shape<4, 5>>);
}

BOOST_AUTO_TEST_CASE(both_layers_fit_by_themselves) {
    static_assert(!fits<Gated<Linear<6, 7>, Linear<7>>, Shape<5>> && !fits<Gated<Linear<7>, Linear<6, 7>>, Shape<5>>);
    static_assert(!fits<Gated<Linear<7>, Linear<7>>, Tokens<27, 8>>);
    static_assert(fits<Gated<Embedding<7>, Embedding<7>>, Tokens<27, 8>>);
}

BOOST_AUTO_TEST_CASE(a_misfit_is_told_at_its_place_in_the_brackets) {
    static_assert(
        std::is_same_v<Verdict<Gated<Linear<7>, Sequential<Linear<4>, Linear<6, 7>>>, Shape<5>>,
                       Misfit<PlacedLayer<At<1, 1>, Linear<6, 7>>, TakesFeatures<6>,
                              Gets<Shape<4>, PlacedLayer<At<1, 0>, Linear<4>>>, Instead<Linear<4, 7>, Linear<7>>>>);
}

BOOST_AUTO_TEST_CASE(tensors_are_named_by_layer_and_its_functions_do_not_count) {
    constexpr auto learned = parameters<Gated<Linear<7>, Sequential<Tanh, Linear<7, no_bias>>>, Shape<4, 5>>;
    static_assert(learned.size() == 3 && learned[0].name == "0.weight" && learned[1].name == "0.bias");
    static_assert(learned[2].name == "1.1.weight" && learned[2].shape == Extents{5, 7});
    using Nested = Gated<Gated<Linear<7>, Linear<7>>, BatchNorm1d<>>;
    static_assert(find_tensor(parameters<Nested, Shape<7>>, "0.1.bias").shape == Extents{7});
    static_assert(find_tensor(buffers<Nested, Shape<7>>, "1.running_var").shape == Extents{7});
    static_assert(parameter_count<Nested, Shape<7>> == 2 * (7 * 7 + 7) + 2 * 7);
}

BOOST_AUTO_TEST_CASE(work_is_that_of_both_layers) {
    static_assert(forward_flops<Gated<Linear<7>, Linear<7>>, Shape<4, 5>, Batch<3>> == 2 * 3 * 4 * 2 * 5 * 7);
    static_assert(step_flops<Gated<Linear<7>, Linear<7>>, Shape<4, 5>, Batch<3>> == 3 * 2 * 3 * 4 * 2 * 5 * 7);
}

BOOST_AUTO_TEST_CASE(the_first_layer_says_what_and_the_second_how_much) {
    Rig<Gated<Linear<1, no_bias>, Linear<1, no_bias>>, Shape<1>, 1, float> bench;
    constexpr auto learned = parameters<Gated<Linear<1, no_bias>, Linear<1, no_bias>>, Shape<1>>;
    bench.x[0] = 1;
    bench.parameters[learned[0].offset] = -100; // tanh gives -1
    bench.parameters[learned[1].offset] = 100;  // the gate is open
    bench.evaluate();
    BOOST_TEST(bench.y[0] == -1.0F);
    bench.parameters[learned[1].offset] = -100; // and shut
    bench.evaluate();
    BOOST_TEST(std::abs(bench.y[0]) == 0.0F);
}

BOOST_AUTO_TEST_CASE(it_is_a_product_of_two_branches_with_any_functions) {
    are_one_net<Gated<Linear<19>, Linear<19>>,
                Parallel<Multiply, Sequential<Linear<19>, Tanh>, Sequential<Linear<19>, Sigmoid>>, Shape<4, 5>, 3>();
    are_one_net<Gated<Linear<7>, Linear<7>, Sequential<>, Relu>,
                Parallel<Multiply, Linear<7>, Sequential<Linear<7>, Relu>>, Shape<4, 5>, 3>();
}

BOOST_AUTO_TEST_CASE(it_is_spelled_as_written) {
    BOOST_TEST((spelling<Gated<Linear<7>, Linear<9>>>() == "Gated<Linear<7>, Linear<9>>"));
    BOOST_TEST((spelling<Sequential<Gated<Linear<7>, Linear<9>>>>() == "Sequential<Gated<Linear<7>, Linear<9>>>"));
    BOOST_TEST((spelling<Gated<Tanh, Tanh, Relu, Relu>>() == "Gated<Tanh, Tanh, Relu, Relu>"));
}

BOOST_AUTO_TEST_CASE(laws) {
    obeys_the_laws<Gated<Linear<7>, Linear<7>>, Shape<4, 5>, 3>();
    obeys_the_laws<Gated<Linear<33>, Linear<33, no_bias>>, Shape<5>, 7>();
    obeys_the_laws<Gated<Sequential<>, Linear<19>, Sequential<>>, Shape<2, 3, 19>, 2>();
    obeys_the_laws<Sequential<Embedding<6>, Gated<Linear<7>, Linear<7>>, Flatten, Linear<3>>, Tokens<11, 4>, 3>();
}

BOOST_AUTO_TEST_CASE(torch) {
    using Net = Gated<Linear<7>, Linear<7>>;
    agree_with_torch<Case<Net, Shape<4, 5>, 3>, Case<Net, Shape<5>, 4>>("Gated");
}
