// SPDX-License-Identifier: BSL-1.0
//
// Softsign: its shape rule, its edges, and its numbers against differences and PyTorch.
#include "tenon/layers/softsign.hpp"

#include "support/pointwise.hpp"

#include <boost/test/unit_test.hpp>

using namespace tenon;
using namespace tenon::test;

BOOST_AUTO_TEST_CASE(it_works_on_each_element_by_itself) { is_pointwise<Softsign>("Softsign"); }

BOOST_AUTO_TEST_CASE(it_comes_near_to_one_on_either_side) {
    check_edges<Softsign>({-3, 0}, {-0.75F, 0}, {0.0625F, 1});
    check_edges<Softsign>({1, 1e9F}, {0.5F, 1}, {0.25F, 1e-18F});
}
