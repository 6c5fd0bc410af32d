// SPDX-License-Identifier: BSL-1.0
//
// CausalUnfold: its shape rule, what it copies, and its gradient.
#include "tenon/layers/causal_unfold.hpp"

#include "support/laws.hpp"

#include "tenon/compose/sequential.hpp"
#include "tenon/layers/linear.hpp"
#include "tenon/layers/tanh.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <array>
#include <span>
#include <type_traits>

using namespace tenon;
using namespace tenon::test;

BOOST_AUTO_TEST_CASE(each_position_has_the_features_of_several) {
    static_assert(std::is_same_v<Output<CausalUnfold<3>, Shape<4, 5>>, Shape<4, 15>>);
    static_assert(std::is_same_v<Output<CausalUnfold<1>, Shape<4, 5>>, Shape<4, 5>>);
    static_assert(receptive_field<CausalUnfold<3, Dilation{4}>, Shape<4, 5>> == 9);
    static_assert(!fits<CausalUnfold<3>, Shape<5>> && !fits<CausalUnfold<3>, Tokens<27, 8>>);
    static_assert(!fits<CausalUnfold<0>, Shape<4, 5>> && !fits<CausalUnfold<2, 3>, Shape<4, 5>>);
    static_assert(!fits<CausalUnfold<2, Dilation{0}>, Shape<4, 5>> && !fits<CausalUnfold<2, Stride{2}>, Shape<4, 5>>);
}

BOOST_AUTO_TEST_CASE(older_positions_stand_in_front_and_zeros_before_the_first) {
    Rig<CausalUnfold<2, Dilation{2}>, Shape<4, 1>, 2, float> bench;
    std::ranges::copy(std::array{1.F, 2.F, 3.F, 4.F, 5.F, 6.F, 7.F, 8.F}, bench.x.data());
    bench.evaluate();
    const std::array expected{0.F, 1.F, 0.F, 2.F, 1.F, 3.F, 2.F, 4.F, 0.F, 5.F, 0.F, 6.F, 5.F, 7.F, 6.F, 8.F};
    BOOST_TEST(bench.y.span() == std::span(expected), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(laws) {
    obeys_the_laws<CausalUnfold<3>, Shape<5, 7>, 2>();
    obeys_the_laws<CausalUnfold<2, Dilation{4}>, Shape<6, 3>, 3>();
    obeys_the_laws<CausalUnfold<2, Dilation{9}>, Shape<4, 3>, 2>(); // further back than there is
    obeys_the_laws<Sequential<CausalUnfold<3, Dilation{2}>, Linear<4>, Tanh>, Shape<7, 5>, 2>();
}
