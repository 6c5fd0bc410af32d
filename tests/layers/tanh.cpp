// SPDX-License-Identifier: BSL-1.0
//
// Tanh: its shape rule, its limits, and its numbers against differences and PyTorch.
#include "tenon/layers/tanh.hpp"

#include "support/laws.hpp"
#include "support/torch.hpp"

#include <boost/test/unit_test.hpp>

#include <limits>
#include <type_traits>

using namespace tenon;
using namespace tenon::test;

BOOST_AUTO_TEST_CASE(output_is_the_input_shape) {
    static_assert(std::is_same_v<Output<Tanh, Shape<4, 7>>, Shape<4, 7>>);
    static_assert(!fits<Tanh, Tokens<27, 8>>);
    static_assert(parameter_count<Tanh, Shape<4, 7>> == 0);
}

BOOST_AUTO_TEST_CASE(far_inputs_saturate_without_a_gradient) {
    Rig<Tanh, Shape<3>, 1, float> bench;
    bench.x[0] = 50;
    bench.x[1] = -std::numeric_limits<float>::infinity();
    bench.x[2] = std::numeric_limits<float>::quiet_NaN();
    bench.forward();
    bench.backward();
    BOOST_TEST(bench.y[0] == 1);
    BOOST_TEST(bench.y[1] == -1);
    BOOST_TEST(std::isnan(bench.y[2]));
    BOOST_TEST(bench.dx[0] == 0);
    BOOST_TEST(bench.dx[1] == 0);
}

BOOST_AUTO_TEST_CASE(laws) {
    obeys_the_laws<Tanh, Shape<5, 7>, 3>();
    obeys_the_laws<Tanh, Shape<67>, 2>();
    obeys_the_laws<Tanh, Shape<1>, 1>();
}

BOOST_AUTO_TEST_CASE(torch) { agree_with_torch<Case<Tanh, Shape<5, 7>, 3>, Case<Tanh, Shape<67>, 4>>("Tanh"); }
