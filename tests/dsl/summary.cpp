// SPDX-License-Identifier: BSL-1.0
//
// A net as a table.
#include "tenon/dsl/summary.hpp"

#include "tenon/dsl.hpp"

#include <boost/test/unit_test.hpp>

using namespace tenon;

BOOST_AUTO_TEST_CASE(a_row_for_each_layer) {
    constexpr auto rows = summary<Sequential<Embedding<6>, FlattenConsecutive<2>, Linear<9, no_bias>>, Tokens<11, 4>>();
    static_assert(rows.size() == 3);
    static_assert(rows[1].layer == "FlattenConsecutive<2>" && rows[1].output == "Shape<2, 12>");
    static_assert(rows[0].parameters == 66 && rows[1].parameters == 0 && rows[2].parameters == 108);
    static_assert(rows[2].forward_flops == 2 * 2 * 12 * 9 && rows[2].backward_flops == 2 * rows[2].forward_flops);
}

BOOST_AUTO_TEST_CASE(one_row_for_a_lone_layer) {
    constexpr auto rows = summary<Linear<7>, Shape<3>>();
    static_assert(rows.size() == 1 && rows[0].layer == "Linear<7>" && rows[0].parameters == 28);
}
