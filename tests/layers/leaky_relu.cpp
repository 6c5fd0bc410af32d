// SPDX-License-Identifier: BSL-1.0
//
// LeakyRelu: its shape rule, its edges, and its numbers against differences and PyTorch.
#include "tenon/layers/leaky_relu.hpp"

#include "support/pointwise.hpp"

#include <boost/test/unit_test.hpp>

#include <limits>

using namespace tenon;
using namespace tenon::test;

BOOST_AUTO_TEST_CASE(it_works_on_each_element_by_itself) {
    is_pointwise<LeakyRelu<>>("LeakyRelu<>");
    is_pointwise<LeakyRelu<Percent{20}>>("LeakyRelu<Percent{20}>");
}

BOOST_AUTO_TEST_CASE(a_slope_is_a_share_of_1) {
    static_assert(fits<LeakyRelu<Percent{0}>, Shape<5>> && fits<LeakyRelu<Percent{100}>, Shape<5>>);
    static_assert(!fits<LeakyRelu<Percent{-1}>, Shape<5>> && !fits<LeakyRelu<Percent{101}>, Shape<5>>);
}

BOOST_AUTO_TEST_CASE(other_spellings_are_refused) {
    static_assert(!fits<LeakyRelu<3>, Shape<5>> && !fits<LeakyRelu<Percent{20}, Percent{30}>, Shape<5>>);
    static_assert(!fits<LeakyRelu<no_bias>, Shape<5>> && !fits<LeakyRelu<3, Percent{20}>, Shape<5>>);
}

BOOST_AUTO_TEST_CASE(negative_numbers_are_scaled_and_so_is_their_gradient) {
    check_edges<LeakyRelu<>>({-100, 1e30F}, {-1, 1e30F}, {0.01F, 1});
    check_edges<LeakyRelu<Percent{20}>>({-5, 1e-30F}, {-1, 1e-30F}, {0.2F, 1});
}

BOOST_AUTO_TEST_CASE(zero_counts_as_negative) {
    check_edges<LeakyRelu<>>({0, -0.0F}, {0, 0}, {0.01F, 0.01F});
    check_edges<LeakyRelu<Percent{20}>>({0, -0.0F}, {0, 0}, {0.2F, 0.2F});
}

BOOST_AUTO_TEST_CASE(infinities_stay) {
    constexpr float infinity = std::numeric_limits<float>::infinity();
    check_edges<LeakyRelu<Percent{20}>>({infinity, -infinity}, {infinity, -infinity}, {1, 0.2F});
}
