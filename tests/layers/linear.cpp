// SPDX-License-Identifier: BSL-1.0
//
// Linear: its shape rule, its parameters, and its numbers against differences and PyTorch.
#include "tenon/layers/linear.hpp"

#include "support/laws.hpp"
#include "support/torch.hpp"

#include <boost/test/unit_test.hpp>

#include <type_traits>

using namespace tenon;
using namespace tenon::test;

BOOST_AUTO_TEST_CASE(output_has_the_written_features_on_the_last_axis) {
    static_assert(std::is_same_v<Output<Linear<7>, Shape<5>>, Shape<7>>);
    static_assert(std::is_same_v<Output<Linear<5, 7>, Shape<4, 5>>, Shape<4, 7>>);
    static_assert(std::is_same_v<Output<Linear<7, no_bias>, Shape<2, 3, 5>>, Shape<2, 3, 7>>);
}

BOOST_AUTO_TEST_CASE(features_are_inferred_or_checked) {
    static_assert(fits<Linear<7>, Shape<4, 5>> && fits<Linear<5, 7>, Shape<4, 5>>);
    static_assert(!fits<Linear<6, 7>, Shape<4, 5>> && !fits<Linear<6, 7, no_bias>, Shape<4, 5>>);
    static_assert(!fits<Linear<7>, Tokens<27, 8>>);
}

BOOST_AUTO_TEST_CASE(other_spellings_are_refused) {
    static_assert(!fits<Linear<>, Shape<5>> && !fits<Linear<0>, Shape<5>> && !fits<Linear<-7>, Shape<5>>);
    static_assert(!fits<Linear<no_bias>, Shape<5>> && !fits<Linear<no_bias, 7>, Shape<5>>);
    static_assert(!fits<Linear<5, 7, 9>, Shape<5>> && !fits<Linear<7, unbiased>, Shape<5>>);
    static_assert(!fits<Linear<7, aligned_rows, aligned_rows>, Shape<5>>);
}

BOOST_AUTO_TEST_CASE(parameters_are_weight_and_bias) {
    static_assert(parameters<Linear<7>, Shape<4, 5>>.size() == 2);
    static_assert(find_tensor(parameters<Linear<7>, Shape<4, 5>>, "weight").shape == Extents{5, 7});
    static_assert(find_tensor(parameters<Linear<7>, Shape<4, 5>>, "bias").shape == Extents{7});
    static_assert(parameters<Linear<7, no_bias>, Shape<4, 5>>.size() == 1);
    static_assert(parameter_count<Linear<7>, Shape<4, 5>> == 5 * 7 + 7);
    static_assert(find_tensor(parameters<Linear<27, aligned_rows, no_bias>, Shape<5>>, "weight").shape ==
                  Extents{5, 32});
    static_assert(find_tensor(parameters<Linear<32, aligned_rows>, Shape<5>>, "weight").shape == Extents{5, 32});
}

BOOST_AUTO_TEST_CASE(work_is_two_flops_for_a_multiply_add_and_twice_that_backward) {
    static_assert(forward_flops<Linear<7>, Shape<4, 5>, Batch<3>> == 2 * 3 * 4 * 5 * 7);
    static_assert(step_flops<Linear<7>, Shape<4, 5>, Batch<3>> == 3 * 2 * 3 * 4 * 5 * 7);
}

BOOST_AUTO_TEST_CASE(laws) {
    obeys_the_laws<Linear<7>, Shape<5>, 3>();
    obeys_the_laws<Linear<17, 33>, Shape<3, 17>, 4>();
    obeys_the_laws<Linear<11, no_bias>, Shape<2, 3, 5>, 4>();
    obeys_the_laws<Linear<1>, Shape<1>, 2>();
    obeys_the_laws<Linear<27>, Shape<40>, 13>();
    obeys_the_laws<Linear<27, aligned_rows>, Shape<2, 40>, 7>();
    obeys_the_laws<Linear<40, 11, no_bias, aligned_rows>, Shape<40>, 30>();
    obeys_the_laws<Linear<6, 5, no_bias, aligned_rows>, Shape<6>, 300>();
}

BOOST_AUTO_TEST_CASE(torch) {
    agree_with_torch<Case<Linear<5, 7>, Shape<5>, 3>, Case<Linear<5, 7>, Shape<4, 5>, 3>,
                     Case<Linear<5, 7, no_bias>, Shape<5>, 3>, Case<Linear<5, 7, no_bias>, Shape<4, 5>, 3>,
                     Case<Linear<1, 1>, Shape<1>, 3>, Case<Linear<1, 1>, Shape<4, 1>, 3>,
                     Case<Linear<17, 33>, Shape<17>, 9>, Case<Linear<17, 33>, Shape<3, 17>, 4>,
                     Case<Linear<48, 27>, Shape<48>, 10>, Case<Linear<48, 27>, Shape<2, 48>, 5>>("Linear");
}
