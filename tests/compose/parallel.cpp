// SPDX-License-Identifier: BSL-1.0
//
// Parallel in its three combinations: shapes, names, and numbers against differences and PyTorch.
#include "tenon/compose/parallel.hpp"

#include "support/alike.hpp"
#include "support/laws.hpp"
#include "support/torch.hpp"

#include "tenon/tenon.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cmath>
#include <type_traits>

using namespace tenon;
using namespace tenon::test;

BOOST_AUTO_TEST_CASE(sums_and_products_keep_the_shape_and_concat_adds_up_features) {
    static_assert(std::is_same_v<Output<Parallel<Sum, Linear<7>, Linear<7>>, Shape<4, 5>>, Shape<4, 7>>);
    static_assert(std::is_same_v<Output<Parallel<Multiply, Tanh, Sigmoid, Sequential<>>, Shape<4, 5>>, Shape<4, 5>>);
    static_assert(
        std::is_same_v<Output<Parallel<Concat, Linear<7>, Tanh, Linear<9>>, Shape<2, 3, 5>>, Shape<2, 3, 21>>);
    static_assert(std::is_same_v<Output<Parallel<Concat, Linear<7>>, Shape<5>>, Shape<7>>);
}

BOOST_AUTO_TEST_CASE(outputs_that_are_combined_have_one_shape) {
    static_assert(fits<Parallel<Sum, Linear<5>, Tanh>, Shape<4, 5>> && !fits<Parallel<Sum, Linear<7>, Tanh>, Shape<5>>);
    static_assert(!fits<Parallel<Multiply, Tanh, Tanh, Linear<7>>, Shape<5>>);
    static_assert(!fits<Parallel<Sum, Flatten, Tanh>, Shape<4, 5>> && fits<Parallel<Sum, Flatten, Tanh>, Shape<5>>);
}

BOOST_AUTO_TEST_CASE(outputs_that_are_concatenated_have_all_axes_but_the_last) {
    static_assert(fits<Parallel<Concat, Linear<7>, Tanh>, Shape<4, 5>>);
    static_assert(!fits<Parallel<Concat, Flatten, Tanh>, Shape<4, 5>>);
    static_assert(!fits<Parallel<Concat, FlattenConsecutive<2>, Tanh>, Shape<4, 5>>);
}

BOOST_AUTO_TEST_CASE(other_spellings_are_refused) {
    static_assert(!fits<Parallel<Sum>, Shape<5>> && !fits<Parallel<Tanh, Tanh>, Shape<5>>);
}

BOOST_AUTO_TEST_CASE(every_branch_fits_by_itself) {
    static_assert(!fits<Parallel<Sum, Tanh, Linear<6, 5>>, Shape<5>> && !fits<Parallel<Sum, Tanh>, Tokens<27, 8>>);
    static_assert(fits<Parallel<Concat, Embedding<5>, Embedding<7>>, Tokens<27, 8>>);
    static_assert(!fits<Parallel<Sum, Sequential<>, Sequential<>>, Tokens<27, 8>>); // tokens are not added
}

BOOST_AUTO_TEST_CASE(a_misfit_is_told_at_its_place_and_the_input_is_every_branch_s_giver) {
    static_assert(
        std::is_same_v<Verdict<Parallel<Sum, Tanh, Sequential<Linear<7>, Linear<6, 5>>>, Shape<5>>,
                       Misfit<PlacedLayer<At<1, 1>, Linear<6, 5>>, TakesFeatures<6>,
                              Gets<Shape<7>, PlacedLayer<At<1, 0>, Linear<7>>>, Instead<Linear<7, 5>, Linear<5>>>>);
    static_assert(
        std::is_same_v<Verdict<Sequential<Linear<4>, Parallel<Sum, Tanh, Linear<6, 5>>>, Shape<5>>,
                       Misfit<PlacedLayer<At<1, 1>, Linear<6, 5>>, TakesFeatures<6>,
                              Gets<Shape<4>, PlacedLayer<At<0>, Linear<4>>>, Instead<Linear<4, 5>, Linear<5>>>>);
}

BOOST_AUTO_TEST_CASE(tensors_are_named_by_branch) {
    using Net = Parallel<Concat, Linear<7>, Tanh, Sequential<Tanh, Linear<9, no_bias>, BatchNorm1d<>>>;
    constexpr auto learned = parameters<Net, Shape<4, 5>>;
    static_assert(learned.size() == 5 && learned[0].name == "0.weight" && learned[1].name == "0.bias");
    static_assert(learned[2].name == "2.1.weight" && learned[2].shape == Extents{5, 9});
    static_assert(learned[3].name == "2.2.weight" && learned[4].name == "2.2.bias");
    static_assert(buffers<Net, Shape<4, 5>>[1].name == "2.2.running_var");
    static_assert(parameter_count<Net, Shape<4, 5>> == 5 * 7 + 7 + 5 * 9 + 2 * 9);
}

BOOST_AUTO_TEST_CASE(work_is_that_of_all_branches) {
    using Net = Parallel<Concat, Linear<7>, Tanh, Linear<9>>;
    static_assert(forward_flops<Net, Shape<4, 5>, Batch<3>> == 2 * 3 * 4 * 5 * (7 + 9));
    static_assert(step_flops<Net, Shape<4, 5>, Batch<3>> == 3 * 2 * 3 * 4 * 5 * (7 + 9));
}

BOOST_AUTO_TEST_CASE(a_batch_too_small_to_train_on_is_told_at_its_branch) {
    using Net = Parallel<Sum, Tanh, BatchNorm1d<>>;
    static_assert(TrainingVerdict<Net, Shape<5>, 2, CrossEntropy>::fits);
    static_assert(std::is_same_v<TrainingVerdict<Net, Shape<5>, 1, CrossEntropy>,
                                 Misfit<PlacedLayer<At<1>, BatchNorm1d<>>, TakesSeveralValues<1>,
                                        Gets<Shape<5>, NetInput>, Instead<Batch<2>>>>);
}

BOOST_AUTO_TEST_CASE(branches_stand_side_by_side_at_every_position) {
    constexpr std::size_t batch = 3, positions = 4, features = 5;
    Rig<Parallel<Concat, Tanh, Sequential<>, Relu>, Shape<positions, features>, batch, float> bench;
    bench.forward();
    bench.backward();
    for (std::size_t row = 0; row < batch * positions; ++row) {
        for (std::size_t feature = 0; feature < features; ++feature) {
            const float x = bench.x[row * features + feature];
            const std::size_t first = row * 3 * features + feature;
            BOOST_TEST(std::abs(bench.y[first] - std::tanh(x)) < 1e-6F);
            BOOST_TEST(bench.y[first + features] == x);
            BOOST_TEST(bench.y[first + 2 * features] == std::max(x, 0.0F));
            const float squared = std::tanh(x) * std::tanh(x);
            const float dx = bench.dy[first] * (1 - squared) + bench.dy[first + features] +
                             (x > 0 ? bench.dy[first + 2 * features] : 0.0F);
            BOOST_TEST(std::abs(bench.dx[row * features + feature] - dx) < 2e-6F);
        }
    }
}

BOOST_AUTO_TEST_CASE(a_branch_that_passes_the_input_on_takes_no_memory) {
    using Plain = JointOf<Parallel<Sum, Tanh>, Shape<4, 5>>;
    using Passing = JointOf<Parallel<Sum, Tanh, Sequential<>>, Shape<4, 5>>;
    static_assert(Plain::saved(3) == Passing::saved(3) &&
                  Plain::evaluation_scratch(3) == Passing::evaluation_scratch(3));
}

BOOST_AUTO_TEST_CASE(a_product_with_a_factor_of_0_has_a_gradient) {
    Rig<Parallel<Multiply, Sequential<>, Sequential<>, Sequential<>>, Shape<2>, 1, float> cube;
    cube.x[0] = 0;
    cube.x[1] = 2;
    cube.dy[0] = cube.dy[1] = 1;
    cube.forward();
    cube.backward();
    BOOST_TEST(cube.y[0] == 0.0F);
    BOOST_TEST(cube.y[1] == 8.0F);
    BOOST_TEST(cube.dx[0] == 0.0F);
    BOOST_TEST(cube.dx[1] == 12.0F);
    Rig<Parallel<Multiply, Relu, Sequential<>>, Shape<2>, 1, float> half;
    half.x[0] = -3;
    half.x[1] = 3;
    half.dy[0] = half.dy[1] = 1;
    half.forward();
    half.backward();
    BOOST_TEST(half.dx[0] == 0.0F);
    BOOST_TEST(half.dx[1] == 6.0F);
}

BOOST_AUTO_TEST_CASE(a_lone_branch_is_that_branch) {
    are_one_net<Parallel<Sum, Linear<7>>, Linear<7>, Shape<4, 5>, 3>();
    are_one_net<Parallel<Multiply, Linear<7>>, Linear<7>, Shape<4, 5>, 3>();
    are_one_net<Parallel<Concat, Linear<7>>, Linear<7>, Shape<4, 5>, 3>();
}

BOOST_AUTO_TEST_CASE(laws) {
    obeys_the_laws<Parallel<Sum, Linear<7>, Sequential<Linear<9>, Tanh, Linear<7>>>, Shape<4, 5>, 3>();
    obeys_the_laws<Parallel<Sum, Sequential<>, BatchNorm1d<>, Linear<19>>, Shape<3, 19>, 4>();
    obeys_the_laws<Parallel<Multiply, Linear<7>, Sequential<Linear<7>, Sigmoid>, Linear<7, no_bias>>, Shape<5>, 3>();
    obeys_the_laws<Parallel<Multiply, Sequential<>, Sequential<>, Tanh>, Shape<2, 33>, 3>();
    obeys_the_laws<Parallel<Concat, Linear<17>, Sequential<>, Sequential<Linear<3>, Tanh>>, Shape<4, 5>, 3>();
    obeys_the_laws<Parallel<Concat, Flatten, Sequential<Flatten, Linear<33>>>, Shape<2, 3, 5>, 4>();
    obeys_the_laws<Parallel<Concat, Embedding<5>, Sequential<Embedding<6>, Linear<7>>>, Tokens<11, 4>, 3>();
    obeys_the_laws<Parallel<Sum, Parallel<Concat, Linear<7>, Tanh>, Parallel<Multiply, Linear<12>, Linear<12>>>,
                   Shape<4, 5>, 3>();
}

BOOST_AUTO_TEST_CASE(torch) {
    using Summed = Parallel<Sum, Linear<7>, Sequential<Linear<9>, Tanh, Linear<7>>>;
    using Joined = Parallel<Concat, Linear<7>, Tanh, Linear<9, no_bias>>;
    using Product = Parallel<Multiply, Linear<7>, Linear<7, no_bias>, Sequential<Linear<7>, Sigmoid>>;
    agree_with_torch<Case<Summed, Shape<4, 5>, 3>, Case<Summed, Shape<5>, 4>, //
                     Case<Joined, Shape<4, 5>, 3>, Case<Joined, Shape<5>, 4>, //
                     Case<Product, Shape<4, 5>, 3>, Case<Product, Shape<5>, 4>>("Parallel");
}
