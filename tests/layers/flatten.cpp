// SPDX-License-Identifier: BSL-1.0
//
// Flatten: its shape rule, and that it changes nothing but the shape.
#include "tenon/layers/flatten.hpp"

#include "support/laws.hpp"
#include "support/torch.hpp"

#include <boost/test/unit_test.hpp>

#include <type_traits>

using namespace tenon;
using namespace tenon::test;

BOOST_AUTO_TEST_CASE(output_is_one_axis) {
    static_assert(std::is_same_v<Output<Flatten, Shape<4, 3>>, Shape<12>>);
    static_assert(std::is_same_v<Output<Flatten, Shape<5>>, Shape<5>>);
    static_assert(std::is_same_v<Output<Flatten, Shape<2, 3, 5>>, Shape<30>>);
    static_assert(!fits<Flatten, Tokens<27, 8>>);
}

BOOST_AUTO_TEST_CASE(it_is_a_view_that_learns_nothing) {
    static_assert(JointOf<Flatten, Shape<4, 3>>::view);
    static_assert(parameter_count<Flatten, Shape<4, 3>> == 0 && step_flops<Flatten, Shape<4, 3>, Batch<2>> == 0);
}

BOOST_AUTO_TEST_CASE(laws) { obeys_the_laws<Flatten, Shape<4, 3>, 5>(); }

BOOST_AUTO_TEST_CASE(torch) { agree_with_torch<Case<Flatten, Shape<4, 3>, 5>>("Flatten"); }
