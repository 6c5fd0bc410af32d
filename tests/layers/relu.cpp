// SPDX-License-Identifier: BSL-1.0
//
// Relu: its shape rule, its edges, and its numbers against differences and PyTorch.
#include "tenon/layers/relu.hpp"

#include "support/pointwise.hpp"

#include <boost/test/unit_test.hpp>

using namespace tenon;
using namespace tenon::test;

BOOST_AUTO_TEST_CASE(it_works_on_each_element_by_itself) { is_pointwise<Relu>("Relu"); }

BOOST_AUTO_TEST_CASE(negative_numbers_become_zero_and_pass_no_gradient) {
    check_edges<Relu>({-3, 0}, {0, 0}, {0, 0});
    check_edges<Relu>({1e-30F, 1e30F}, {1e-30F, 1e30F}, {1, 1});
}
