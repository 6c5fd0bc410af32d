// SPDX-License-Identifier: BSL-1.0
//
// GlobalAvgPool: its shape rule, and its numbers against differences and PyTorch.
#include "tenon/layers/global_avg_pool.hpp"

#include "support/laws.hpp"
#include "support/torch.hpp"

#include "tenon/compose/sequential.hpp"
#include "tenon/layers/conv1d.hpp"
#include "tenon/layers/linear.hpp"
#include "tenon/layers/tanh.hpp"

#include <boost/test/unit_test.hpp>

#include <type_traits>

using namespace tenon;
using namespace tenon::test;

BOOST_AUTO_TEST_CASE(one_axis_is_left) {
    static_assert(std::is_same_v<Output<GlobalAvgPool, Shape<8, 5>>, Shape<5>>);
    static_assert(std::is_same_v<Output<GlobalAvgPool, Shape<1, 5>>, Shape<5>>);
    static_assert(!fits<GlobalAvgPool, Shape<5>> && !fits<GlobalAvgPool, Shape<2, 8, 5>>);
    static_assert(!fits<GlobalAvgPool, Tokens<27, 8>>);
    static_assert(receptive_field<Sequential<Conv1d<4, 3>, GlobalAvgPool>, Shape<8, 5>> == 8);
}

BOOST_AUTO_TEST_CASE(laws) {
    obeys_the_laws<GlobalAvgPool, Shape<8, 5>, 3>();
    obeys_the_laws<GlobalAvgPool, Shape<130, 19>, 1>();
    obeys_the_laws<GlobalAvgPool, Shape<1, 7>, 2>();
    obeys_the_laws<GlobalAvgPool, Shape<9, 1>, 2>();
    obeys_the_laws<Sequential<Conv1d<7, 3>, Tanh, GlobalAvgPool, Linear<4>>, Shape<9, 5>, 2>();
}

BOOST_AUTO_TEST_CASE(torch) {
    agree_with_torch<Case<GlobalAvgPool, Shape<7, 5>, 3>, Case<GlobalAvgPool, Shape<130, 19>, 2>>("GlobalAvgPool");
}
