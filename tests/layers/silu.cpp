// SPDX-License-Identifier: BSL-1.0
//
// Silu: its shape rule, its edges, and its numbers against differences and PyTorch.
#include "tenon/layers/silu.hpp"

#include "support/pointwise.hpp"

#include <boost/test/unit_test.hpp>

#include <limits>

using namespace tenon;
using namespace tenon::test;

BOOST_AUTO_TEST_CASE(it_works_on_each_element_by_itself) { is_pointwise<Silu>("Silu"); }

BOOST_AUTO_TEST_CASE(far_inputs_pass_or_vanish) {
    check_edges<Silu>({0, -0.0F}, {0, 0}, {0.5F, 0.5F});
    check_edges<Silu>({200, -200}, {200, 0}, {1, 0});
    check_edges<Silu>({1e30F, -1e30F}, {1e30F, 0}, {1, 0});
}

BOOST_AUTO_TEST_CASE(small_outputs_keep_their_digits) {
    check_small<Silu>(-15, -4.5885334175e-6);
    check_small<Silu>(1e-6F, 5.0000025e-7);
}
