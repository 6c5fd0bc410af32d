// SPDX-License-Identifier: BSL-1.0
//
// GlobalMaxPool: its shape rule, and its numbers against differences and PyTorch.
#include "tenon/layers/global_max_pool.hpp"

#include "support/laws.hpp"
#include "support/torch.hpp"

#include "tenon/compose/sequential.hpp"
#include "tenon/layers/conv1d.hpp"
#include "tenon/layers/linear.hpp"
#include "tenon/layers/tanh.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <array>
#include <span>
#include <type_traits>

using namespace tenon;
using namespace tenon::test;

BOOST_AUTO_TEST_CASE(one_axis_is_left) {
    static_assert(std::is_same_v<Output<GlobalMaxPool, Shape<8, 5>>, Shape<5>>);
    static_assert(std::is_same_v<Output<GlobalMaxPool, Shape<1, 5>>, Shape<5>>);
    static_assert(!fits<GlobalMaxPool, Shape<5>> && !fits<GlobalMaxPool, Shape<2, 8, 5>>);
    static_assert(!fits<GlobalMaxPool, Tokens<27, 8>>);
    static_assert(receptive_field<Sequential<Conv1d<4, 3>, GlobalMaxPool>, Shape<8, 5>> == 8);
}

BOOST_AUTO_TEST_CASE(equal_numbers_give_the_gradient_to_the_first) {
    Rig<GlobalMaxPool, Shape<3, 2>, 1, float> bench;
    std::ranges::copy(std::array{-1.F, 4.F, 7.F, 4.F, 7.F, 4.F}, bench.x.data());
    std::ranges::copy(std::array{2.F, 3.F}, bench.dy.data());
    bench.forward();
    bench.backward();
    const std::array largest{7.F, 4.F};
    BOOST_TEST(bench.y.span() == std::span(largest), boost::test_tools::per_element());
    const std::array expected{0.F, 3.F, 2.F, 0.F, 0.F, 0.F};
    BOOST_TEST(bench.dx.span() == std::span(expected), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(laws) {
    obeys_the_laws<GlobalMaxPool, Shape<8, 5>, 3>();
    obeys_the_laws<GlobalMaxPool, Shape<130, 19>, 1>();
    obeys_the_laws<GlobalMaxPool, Shape<1, 7>, 2>();
    obeys_the_laws<GlobalMaxPool, Shape<9, 1>, 2>();
    obeys_the_laws<Sequential<Conv1d<7, 3>, Tanh, GlobalMaxPool, Linear<4>>, Shape<9, 5>, 2>();
}

BOOST_AUTO_TEST_CASE(torch) {
    agree_with_torch<Case<GlobalMaxPool, Shape<7, 5>, 3>, Case<GlobalMaxPool, Shape<130, 19>, 2>>("GlobalMaxPool");
}
