// SPDX-License-Identifier: BSL-1.0
//
// Relu: its shape rule, its limits, and its numbers against differences and PyTorch.
#include "tenon/layers/relu.hpp"

#include "support/laws.hpp"
#include "support/torch.hpp"

#include <boost/test/unit_test.hpp>

#include <limits>
#include <type_traits>

using namespace tenon;
using namespace tenon::test;

BOOST_AUTO_TEST_CASE(output_is_the_input_shape) {
    static_assert(std::is_same_v<Output<Relu, Shape<4, 7>>, Shape<4, 7>>);
    static_assert(!fits<Relu, Tokens<27, 8>>);
    static_assert(parameter_count<Relu, Shape<4, 7>> == 0);
}

BOOST_AUTO_TEST_CASE(negative_numbers_become_zero_and_nan_stays) {
    Rig<Relu, Shape<3>, 1, float> bench;
    bench.x[0] = -3;
    bench.x[1] = 0;
    bench.x[2] = std::numeric_limits<float>::quiet_NaN();
    bench.forward();
    bench.backward();
    BOOST_TEST(bench.y[0] == 0);
    BOOST_TEST(bench.y[1] == 0);
    BOOST_TEST(std::isnan(bench.y[2]));
    BOOST_TEST(bench.dx[0] == 0);
    BOOST_TEST(bench.dx[1] == 0);
}

BOOST_AUTO_TEST_CASE(laws) {
    obeys_the_laws<Relu, Shape<5, 7>, 3>();
    obeys_the_laws<Relu, Shape<67>, 2>();
    obeys_the_laws<Relu, Shape<1>, 1>();
}

BOOST_AUTO_TEST_CASE(torch) { agree_with_torch<Case<Relu, Shape<5, 7>, 3>, Case<Relu, Shape<67>, 4>>("Relu"); }
