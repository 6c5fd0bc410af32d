// SPDX-License-Identifier: BSL-1.0
//
// PositionEmbedding: its shape rule, its table, and its numbers against differences and PyTorch.
#include "tenon/layers/position_embedding.hpp"

#include "support/laws.hpp"
#include "support/torch.hpp"

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <limits>
#include <type_traits>

using namespace tenon;
using namespace tenon::test;

BOOST_AUTO_TEST_CASE(output_is_the_input_shape) {
    static_assert(std::is_same_v<Output<PositionEmbedding<>, Shape<4, 7>>, Shape<4, 7>>);
    static_assert(std::is_same_v<Output<PositionEmbedding<9>, Shape<4, 7>>, Shape<4, 7>>);
}

BOOST_AUTO_TEST_CASE(it_takes_a_sequence_no_longer_than_its_table) {
    static_assert(fits<PositionEmbedding<4>, Shape<4, 7>> && fits<PositionEmbedding<>, Shape<1, 7>>);
    static_assert(!fits<PositionEmbedding<3>, Shape<4, 7>>);
    static_assert(!fits<PositionEmbedding<>, Shape<7>> && !fits<PositionEmbedding<>, Shape<2, 3, 5>>);
    static_assert(!fits<PositionEmbedding<>, Tokens<27, 8>>);
}

BOOST_AUTO_TEST_CASE(other_spellings_are_refused) {
    static_assert(!fits<PositionEmbedding<0>, Shape<4, 7>> && !fits<PositionEmbedding<-4>, Shape<4, 7>>);
    static_assert(!fits<PositionEmbedding<4, 7>, Shape<4, 7>> && !fits<PositionEmbedding<no_bias>, Shape<4, 7>>);
}

BOOST_AUTO_TEST_CASE(its_parameter_is_a_row_for_each_position) {
    static_assert(parameters<PositionEmbedding<>, Shape<4, 7>>.size() == 1);
    static_assert(find_tensor(parameters<PositionEmbedding<>, Shape<4, 7>>, "weight").shape == Extents{4, 7});
    static_assert(find_tensor(parameters<PositionEmbedding<9>, Shape<4, 7>>, "weight").shape == Extents{9, 7});
    static_assert(parameter_count<PositionEmbedding<9>, Shape<4, 7>> == 9 * 7);
}

BOOST_AUTO_TEST_CASE(every_example_gets_the_same_rows_and_hands_its_gradient_through) {
    constexpr std::size_t batch = 3, positions = 4, features = 7, size = positions * features;
    Rig<PositionEmbedding<>, Shape<positions, features>, batch, double> bench;
    bench.forward();
    bench.backward();
    for (std::size_t index = 0; index < batch * size; ++index) {
        BOOST_TEST(bench.y[index] == bench.x[index] + bench.parameters[index % size]);
        BOOST_TEST(bench.dx[index] == bench.dy[index]);
    }
}

BOOST_AUTO_TEST_CASE(rows_beyond_the_input_are_neither_read_nor_learned) {
    constexpr std::size_t used = 4 * 7, all = 9 * 7;
    Rig<PositionEmbedding<9>, Shape<4, 7>, 3, float> bench;
    for (std::size_t index = used; index < all; ++index) {
        bench.parameters[index] = std::numeric_limits<float>::quiet_NaN();
    }
    bench.forward();
    bench.backward();
    for (float value : bench.y.span()) BOOST_TEST(std::isfinite(value));
    for (std::size_t index = 0; index < all; ++index) BOOST_TEST((bench.gradients[index] == 0) == (index >= used));
}

BOOST_AUTO_TEST_CASE(laws) {
    obeys_the_laws<PositionEmbedding<>, Shape<5, 7>, 3>();
    obeys_the_laws<PositionEmbedding<>, Shape<3, 19>, 5>();
    obeys_the_laws<PositionEmbedding<6>, Shape<5, 33>, 2>();
    obeys_the_laws<PositionEmbedding<3>, Shape<1, 7>, 2>();
}

BOOST_AUTO_TEST_CASE(torch) {
    agree_with_torch<Case<PositionEmbedding<>, Shape<5, 7>, 3>, Case<PositionEmbedding<9>, Shape<5, 7>, 4>>(
        "PositionEmbedding");
}
