// SPDX-License-Identifier: BSL-1.0
//
// Hardtanh: its shape rule, its edges, and its numbers against differences and PyTorch.
#include "tenon/layers/hardtanh.hpp"

#include "support/pointwise.hpp"

#include <boost/test/unit_test.hpp>

using namespace tenon;
using namespace tenon::test;

BOOST_AUTO_TEST_CASE(it_works_on_each_element_by_itself) { is_pointwise<Hardtanh>("Hardtanh"); }

BOOST_AUTO_TEST_CASE(beyond_one_on_either_side_it_is_cut_and_passes_no_gradient) {
    check_edges<Hardtanh>({-3, -0.5F}, {-1, -0.5F}, {0, 1});
    check_edges<Hardtanh>({1, 1e30F}, {1, 1}, {0, 0});
}
