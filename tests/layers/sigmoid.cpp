// SPDX-License-Identifier: BSL-1.0
//
// Sigmoid: its shape rule, its edges, and its numbers against differences and PyTorch.
#include "tenon/layers/sigmoid.hpp"

#include "support/pointwise.hpp"

#include <boost/test/unit_test.hpp>

using namespace tenon;
using namespace tenon::test;

BOOST_AUTO_TEST_CASE(it_works_on_each_element_by_itself) { is_pointwise<Sigmoid>("Sigmoid"); }

BOOST_AUTO_TEST_CASE(far_inputs_saturate_without_a_gradient) {
    check_edges<Sigmoid>({200, -200}, {1, 0}, {0, 0});
    check_edges<Sigmoid>({0, -0.0F}, {0.5F, 0.5F}, {0.25F, 0.25F});
}
