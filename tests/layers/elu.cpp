// SPDX-License-Identifier: BSL-1.0
//
// Elu: its shape rule, its edges, and its numbers against differences and PyTorch.
#include "tenon/layers/elu.hpp"

#include "support/pointwise.hpp"

#include <boost/test/unit_test.hpp>

#include <limits>

using namespace tenon;
using namespace tenon::test;

BOOST_AUTO_TEST_CASE(it_works_on_each_element_by_itself) {
    is_pointwise<Elu<>>("Elu<>");
    is_pointwise<Elu<Percent{50}>>("Elu<Percent{50}>");
}

BOOST_AUTO_TEST_CASE(alpha_is_positive_and_may_be_more_than_1) {
    static_assert(fits<Elu<Percent{1}>, Shape<5>> && fits<Elu<Percent{1000}>, Shape<5>>);
    static_assert(!fits<Elu<Percent{0}>, Shape<5>> && !fits<Elu<Percent{1001}>, Shape<5>>);
    check_edges<Elu<Percent{150}>>({-200, 2}, {-1.5F, 2}, {0, 1});
}

BOOST_AUTO_TEST_CASE(other_spellings_are_refused) {
    static_assert(!fits<Elu<3>, Shape<5>> && !fits<Elu<Percent{20}, Percent{30}>, Shape<5>>);
    static_assert(!fits<Elu<no_bias>, Shape<5>> && !fits<Elu<3, Percent{20}>, Shape<5>>);
}

BOOST_AUTO_TEST_CASE(far_negative_numbers_saturate_without_a_gradient) {
    constexpr float infinity = std::numeric_limits<float>::infinity();
    check_edges<Elu<>>({-200, -infinity}, {-1, -1}, {0, 0});
    check_edges<Elu<Percent{50}>>({-200, -infinity}, {-0.5F, -0.5F}, {0, 0});
}

BOOST_AUTO_TEST_CASE(positive_numbers_stay) {
    constexpr float infinity = std::numeric_limits<float>::infinity();
    check_edges<Elu<>>({1e-30F, infinity}, {1e-30F, infinity}, {1, 1});
    check_edges<Elu<Percent{50}>>({1e30F, infinity}, {1e30F, infinity}, {1, 1});
}

BOOST_AUTO_TEST_CASE(zero_counts_as_negative) {
    check_edges<Elu<>>({0, -0.0F}, {0, 0}, {1, 1});
    check_edges<Elu<Percent{50}>>({0, -0.0F}, {0, 0}, {0.5F, 0.5F});
}

BOOST_AUTO_TEST_CASE(small_outputs_keep_their_digits) {
    check_small<Elu<>>(-1e-4F, -9.9995e-5);
    check_small<Elu<>>(-1e-20F, -1e-20);
    check_small<Elu<Percent{50}>>(-1e-6F, -4.9999975e-7);
}
