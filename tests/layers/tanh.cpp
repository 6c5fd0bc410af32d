// SPDX-License-Identifier: BSL-1.0
//
// Tanh: its shape rule, its edges, and its numbers against differences and PyTorch.
#include "tenon/layers/tanh.hpp"

#include "support/pointwise.hpp"

#include <boost/test/unit_test.hpp>

using namespace tenon;
using namespace tenon::test;

BOOST_AUTO_TEST_CASE(it_works_on_each_element_by_itself) { is_pointwise<Tanh>("Tanh"); }

BOOST_AUTO_TEST_CASE(far_inputs_saturate_without_a_gradient) {
    constexpr float infinity = std::numeric_limits<float>::infinity();
    check_edges<Tanh>({50, -infinity}, {1, -1}, {0, 0});
    check_edges<Tanh>({0, -0.0F}, {0, -0.0F}, {1, 1});
}
