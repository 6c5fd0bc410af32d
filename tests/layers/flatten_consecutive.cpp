// SPDX-License-Identifier: BSL-1.0
//
// FlattenConsecutive: its shape rule, and that it joins neighbours.
#include "tenon/layers/flatten_consecutive.hpp"

#include "support/laws.hpp"
#include "support/torch.hpp"

#include <boost/test/unit_test.hpp>

#include <type_traits>

using namespace tenon;
using namespace tenon::test;

BOOST_AUTO_TEST_CASE(positions_are_divided_and_features_multiplied) {
    static_assert(std::is_same_v<Output<FlattenConsecutive<2>, Shape<8, 24>>, Shape<4, 48>>);
    static_assert(std::is_same_v<Output<FlattenConsecutive<1>, Shape<8, 24>>, Shape<8, 24>>);
}

BOOST_AUTO_TEST_CASE(a_single_position_loses_its_axis) {
    static_assert(std::is_same_v<Output<FlattenConsecutive<2>, Shape<2, 24>>, Shape<48>>);
    static_assert(std::is_same_v<Output<FlattenConsecutive<8>, Shape<8, 24>>, Shape<192>>);
}

BOOST_AUTO_TEST_CASE(what_does_not_divide_is_refused) {
    static_assert(!fits<FlattenConsecutive<3>, Shape<8, 24>> && !fits<FlattenConsecutive<16>, Shape<8, 24>>);
    static_assert(!fits<FlattenConsecutive<2>, Shape<24>> && !fits<FlattenConsecutive<2>, Shape<8, 24, 2>>);
    static_assert(!fits<FlattenConsecutive<2>, Tokens<27, 8>>);
    static_assert(!fits<FlattenConsecutive<0>, Shape<8, 24>> && !fits<FlattenConsecutive<>, Shape<8, 24>>);
    static_assert(!fits<FlattenConsecutive<2, 2>, Shape<8, 24>>);
}

BOOST_AUTO_TEST_CASE(it_equals_concatenating_even_and_odd_positions) {
    constexpr std::size_t batch = 3, positions = 4, features = 5;
    Rig<FlattenConsecutive<2>, Shape<positions, features>, batch, float> bench;
    bench.evaluate();
    for (std::size_t row = 0; row < batch * positions / 2; ++row) {
        for (std::size_t feature = 0; feature < features; ++feature) {
            const float even = bench.x[2 * row * features + feature], odd = bench.x[(2 * row + 1) * features + feature];
            BOOST_TEST(bench.y[row * 2 * features + feature] == even);
            BOOST_TEST(bench.y[row * 2 * features + features + feature] == odd);
        }
    }
}

BOOST_AUTO_TEST_CASE(laws) {
    obeys_the_laws<FlattenConsecutive<2>, Shape<6, 5>, 4>();
    obeys_the_laws<FlattenConsecutive<3>, Shape<3, 5>, 2>();
}

BOOST_AUTO_TEST_CASE(torch) {
    agree_with_torch<Case<FlattenConsecutive<2>, Shape<6, 5>, 4>, Case<FlattenConsecutive<3>, Shape<3, 5>, 4>>(
        "FlattenConsecutive");
}
