// SPDX-License-Identifier: BSL-1.0
//
// Softplus: its shape rule, its edges, and its numbers against differences and PyTorch.
#include "tenon/layers/softplus.hpp"

#include "support/pointwise.hpp"

#include <boost/test/unit_test.hpp>

#include <limits>

using namespace tenon;
using namespace tenon::test;

BOOST_AUTO_TEST_CASE(it_works_on_each_element_by_itself) { is_pointwise<Softplus>("Softplus"); }

BOOST_AUTO_TEST_CASE(far_inputs_pass_or_vanish) {
    check_edges<Softplus>({200, -200}, {200, 0}, {1, 0});
    check_edges<Softplus>({1e30F, -1e30F}, {1e30F, 0}, {1, 0});
}

BOOST_AUTO_TEST_CASE(infinities_have_their_limits) {
    constexpr float infinity = std::numeric_limits<float>::infinity();
    check_edges<Softplus>({infinity, -infinity}, {infinity, 0}, {1, 0});
}

BOOST_AUTO_TEST_CASE(small_outputs_keep_their_digits) {
    check_small<Softplus>(-9.5F, 7.4849029e-5);
    check_small<Softplus>(-20, 2.0611536e-9);
    check_small<Softplus>(-60, 8.7565108e-27);
}
