// SPDX-License-Identifier: BSL-1.0
//
// Residual: its shape rule, with and without a projection, its names, and numbers against differences and PyTorch.
#include "tenon/compose/residual.hpp"

#include "support/alike.hpp"
#include "support/laws.hpp"
#include "support/torch.hpp"

#include "tenon/tenon.hpp"

#include <boost/test/unit_test.hpp>

#include <type_traits>

using namespace tenon;
using namespace tenon::test;

BOOST_AUTO_TEST_CASE(output_is_the_input_shape_or_the_projection_s) {
    static_assert(std::is_same_v<Output<Residual<Linear<9>, Tanh, Linear<5>>, Shape<4, 5>>, Shape<4, 5>>);
    static_assert(std::is_same_v<Output<Residual<Projection<Linear<7>>, Tanh, Linear<7>>, Shape<4, 5>>, Shape<4, 7>>);
}

BOOST_AUTO_TEST_CASE(its_layers_give_what_goes_past_them) {
    static_assert(fits<Residual<Linear<5>>, Shape<4, 5>> && !fits<Residual<Linear<7>>, Shape<4, 5>>);
    static_assert(!fits<Residual<Flatten>, Shape<4, 5>> && fits<Residual<Flatten>, Shape<5>>);
    static_assert(!fits<Residual<Projection<Linear<7>>, Linear<6>>, Shape<5>>);
    static_assert(!fits<Residual<Projection<Linear<7>>, Tanh>, Shape<5>>);
    static_assert(fits<Residual<Projection<Flatten>, Flatten, Linear<20>>, Shape<4, 5>>);
}

BOOST_AUTO_TEST_CASE(its_layers_fit_by_themselves) {
    static_assert(!fits<Residual<Linear<6, 5>>, Shape<5>> && !fits<Residual<Linear<7>, Linear<6, 5>>, Shape<5>>);
    static_assert(!fits<Residual<Projection<Linear<6, 5>>, Tanh>, Shape<5>>);
    static_assert(!fits<Residual<Tanh>, Tokens<27, 8>>);
    static_assert(!fits<Residual<Embedding<5>>, Tokens<27, 8>>); // tokens and numbers have no sum
}

BOOST_AUTO_TEST_CASE(a_misfit_is_told_at_its_place_in_the_brackets) {
    static_assert(
        std::is_same_v<Verdict<Residual<Linear<7>, Linear<6, 5>>, Shape<5>>,
                       Misfit<PlacedLayer<At<1>, Linear<6, 5>>, TakesFeatures<6>,
                              Gets<Shape<7>, PlacedLayer<At<0>, Linear<7>>>, Instead<Linear<7, 5>, Linear<5>>>>);
    static_assert(
        std::is_same_v<Verdict<Residual<Projection<Linear<5>>, Linear<7>, Linear<6, 5>>, Shape<5>>,
                       Misfit<PlacedLayer<At<2>, Linear<6, 5>>, TakesFeatures<6>,
                              Gets<Shape<7>, PlacedLayer<At<1>, Linear<7>>>, Instead<Linear<7, 5>, Linear<5>>>>);
    static_assert(std::is_same_v<Verdict<Residual<Projection<Linear<6, 5>>, Tanh>, Shape<5>>,
                                 Misfit<PlacedLayer<At<0>, Linear<6, 5>>, TakesFeatures<6>, Gets<Shape<5>, NetInput>,
                                        Instead<Linear<5, 5>, Linear<5>>>>);
}

BOOST_AUTO_TEST_CASE(tensors_are_named_by_place_in_the_brackets) {
    constexpr auto plain = parameters<Residual<Linear<9>, Tanh, Linear<5, no_bias>>, Shape<4, 5>>;
    static_assert(plain.size() == 3 && plain[0].name == "0.weight" && plain[1].name == "0.bias");
    static_assert(plain[2].name == "2.weight" && plain[2].shape == Extents{9, 5});
    constexpr auto projected = parameters<Residual<Projection<Linear<7, no_bias>>, Tanh, Linear<7>>, Shape<4, 5>>;
    static_assert(projected.size() == 3 && projected[0].name == "0.weight");
    static_assert(projected[1].name == "2.weight" && projected[2].name == "2.bias");
    using Nested = Residual<Residual<Linear<5>>, Sequential<Tanh, Linear<5, no_bias>>>;
    static_assert(find_tensor(parameters<Nested, Shape<5>>, "0.0.bias").shape == Extents{5});
    static_assert(find_tensor(parameters<Nested, Shape<5>>, "1.1.weight").shape == Extents{5, 5});
    static_assert(parameter_count<Nested, Shape<5>> == 5 * 5 + 5 + 5 * 5);
    static_assert(find_tensor(buffers<Residual<Linear<5>, BatchNorm1d<>>, Shape<5>>, "1.running_mean").shape ==
                  Extents{5});
}

BOOST_AUTO_TEST_CASE(work_is_that_of_its_layers) {
    static_assert(forward_flops<Residual<Linear<5>>, Shape<4, 5>, Batch<3>> == 2 * 3 * 4 * 5 * 5);
    static_assert(forward_flops<Residual<Projection<Linear<7>>, Linear<7>>, Shape<5>, Batch<3>> == 2 * 3 * 2 * 5 * 7);
}

BOOST_AUTO_TEST_CASE(a_batch_too_small_to_train_on_is_told_at_its_place) {
    using Net = Residual<Linear<5>, BatchNorm1d<>>;
    static_assert(TrainingVerdict<Net, Shape<5>, 2, CrossEntropy>::fits);
    static_assert(std::is_same_v<TrainingVerdict<Net, Shape<5>, 1, CrossEntropy>,
                                 Misfit<PlacedLayer<At<1>, BatchNorm1d<>>, TakesSeveralValues<1>,
                                        Gets<Shape<5>, PlacedLayer<At<0>, Linear<5>>>, Instead<Batch<2>>>>);
}

BOOST_AUTO_TEST_CASE(it_is_a_sum_of_two_branches) {
    are_one_net<Residual<Linear<5>, Tanh>, Parallel<Sum, Sequential<>, Sequential<Linear<5>, Tanh>>, Shape<4, 5>, 3>();
    are_one_net<Residual<Projection<Linear<7>>, Tanh, Linear<7>>, Parallel<Sum, Linear<7>, Sequential<Tanh, Linear<7>>>,
                Shape<4, 5>, 3>();
    are_one_net<Residual<Linear<19>, BatchNorm1d<>, Linear<5>>,
                Residual<Sequential<Linear<19>, BatchNorm1d<>, Linear<5>>>, Shape<4, 5>, 3>();
}

BOOST_AUTO_TEST_CASE(without_layers_or_with_views_alone_it_doubles) {
    Rig<Residual<Flatten>, Shape<5>, 3, float> bench;
    bench.forward();
    bench.backward();
    for (std::size_t index = 0; index < 15; ++index) {
        BOOST_TEST(bench.y[index] == 2 * bench.x[index]);
        BOOST_TEST(bench.dx[index] == 2 * bench.dy[index]);
    }
}

BOOST_AUTO_TEST_CASE(laws) {
    obeys_the_laws<Residual<Linear<5>, Tanh>, Shape<4, 5>, 3>();
    obeys_the_laws<Residual<Linear<33, no_bias>, BatchNorm1d<>, Relu, Linear<19>>, Shape<19>, 5>();
    obeys_the_laws<Residual<Projection<Linear<7>>, Linear<9>, Tanh, Linear<7>>, Shape<2, 3, 5>, 4>();
    obeys_the_laws<Residual<Projection<Flatten>, Flatten, Linear<20>>, Shape<4, 5>, 3>();
    obeys_the_laws<Sequential<Linear<17>, Residual<Residual<Linear<17>>, Tanh>, Linear<3>>, Shape<4, 5>, 3>();
    obeys_the_laws<Sequential<Embedding<6>, Residual<Linear<6>, Tanh>, Flatten, Linear<3>>, Tokens<11, 4>, 3>();
}

BOOST_AUTO_TEST_CASE(torch) {
    using Plain = Residual<Linear<5>, Tanh>;
    using Projected = Residual<Projection<Linear<7>>, Linear<7>, Tanh>;
    agree_with_torch<Case<Plain, Shape<4, 5>, 3>, Case<Plain, Shape<5>, 4>, //
                     Case<Projected, Shape<4, 5>, 3>, Case<Projected, Shape<5>, 4>>("Residual");
}
