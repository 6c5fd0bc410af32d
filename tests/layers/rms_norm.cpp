// SPDX-License-Identifier: BSL-1.0
//
// RmsNorm: its shape rule, its statistics, and its numbers against differences and PyTorch.
#include "tenon/layers/rms_norm.hpp"

#include "support/laws.hpp"
#include "support/torch.hpp"

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <type_traits>

using namespace tenon;
using namespace tenon::test;

BOOST_AUTO_TEST_CASE(output_is_the_input_shape) {
    static_assert(std::is_same_v<Output<RmsNorm<>, Shape<4, 7>>, Shape<4, 7>>);
    static_assert(std::is_same_v<Output<RmsNorm<7>, Shape<7>>, Shape<7>>);
}

BOOST_AUTO_TEST_CASE(features_are_inferred_or_checked) {
    static_assert(fits<RmsNorm<7>, Shape<4, 7>> && !fits<RmsNorm<4>, Shape<4, 7>>);
    static_assert(fits<RmsNorm<>, Shape<2, 3, 5>> && !fits<RmsNorm<>, Tokens<27, 8>>);
}

BOOST_AUTO_TEST_CASE(other_spellings_are_refused) {
    static_assert(!fits<RmsNorm<0>, Shape<7>> && !fits<RmsNorm<-7>, Shape<7>> && !fits<RmsNorm<7, 7>, Shape<7>>);
    static_assert(!fits<RmsNorm<no_bias>, Shape<7>> && !fits<RmsNorm<7, unbiased>, Shape<7>>);
}

BOOST_AUTO_TEST_CASE(its_parameter_is_gamma) {
    constexpr auto learned = parameters<RmsNorm<>, Shape<4, 7>>;
    static_assert(learned.size() == 1 && parameter_count<RmsNorm<>, Shape<4, 7>> == 7);
    static_assert(find_tensor(learned, "weight").shape == Extents{7} &&
                  find_tensor(learned, "weight").init == Init::ones);
    static_assert(buffers<RmsNorm<>, Shape<4, 7>>.empty());
}

BOOST_AUTO_TEST_CASE(each_position_is_brought_to_a_mean_square_of_1) {
    constexpr std::size_t rows = 3 * 4, features = 19;
    Rig<RmsNorm<>, Shape<4, features>, 3, double> bench;
    bench.forward();
    for (std::size_t row = 0; row < rows; ++row) {
        double squares = 0;
        for (std::size_t feature = 0; feature < features; ++feature) {
            const double normal = bench.y[row * features + feature] / bench.parameters[feature];
            squares += normal * normal;
        }
        BOOST_TEST(std::abs(squares / features - 1) < 1e-4);
    }
}

BOOST_AUTO_TEST_CASE(a_row_of_zeros_stays) {
    Rig<RmsNorm<>, Shape<5>, 1, float> bench;
    for (std::size_t feature = 0; feature < 5; ++feature) bench.x[feature] = 0;
    bench.forward();
    bench.backward();
    for (std::size_t feature = 0; feature < 5; ++feature) {
        BOOST_TEST(bench.y[feature] == 0.0F);
        BOOST_TEST(bench.gradients[feature] == 0.0F);
        const float slope = bench.parameters[feature] * bench.dy[feature] / std::sqrt(1e-5F);
        BOOST_TEST(std::abs(bench.dx[feature] - slope) <= 1e-5F * std::abs(slope));
    }
}

BOOST_AUTO_TEST_CASE(a_common_factor_does_not_matter) {
    Rig<RmsNorm<>, Shape<33>, 2, double> plain, scaled;
    for (std::size_t index = 0; index < 66; ++index) {
        plain.x[index] *= 1024; // far above epsilon
        scaled.x[index] = 1024 * plain.x[index];
    }
    plain.forward();
    scaled.forward();
    for (std::size_t index = 0; index < 66; ++index) BOOST_TEST(std::abs(plain.y[index] - scaled.y[index]) < 1e-10);
}

BOOST_AUTO_TEST_CASE(epsilon_is_an_option) {
    static_assert(fits<RmsNorm<7, NormEpsilon{1e-6}>, Shape<4, 7>> && !fits<RmsNorm<NormEpsilon{0.0}>, Shape<7>>);
}

BOOST_AUTO_TEST_CASE(laws) {
    obeys_the_laws<RmsNorm<>, Shape<7>, 5>();
    obeys_the_laws<RmsNorm<19>, Shape<4, 19>, 3>();
    obeys_the_laws<RmsNorm<>, Shape<2, 3, 33>, 5>();
    obeys_the_laws<RmsNorm<>, Shape<140>, 3>();
    obeys_the_laws<RmsNorm<>, Shape<3, 1>, 2>();
    obeys_the_laws<RmsNorm<NormEpsilon{0.5}>, Shape<2, 7>, 3>();
}

BOOST_AUTO_TEST_CASE(torch) {
    agree_with_torch<Case<RmsNorm<>, Shape<7>, 5>, Case<RmsNorm<>, Shape<4, 19>, 3>,
                     Case<RmsNorm<>, Shape<2, 3, 33>, 2>, Case<RmsNorm<NormEpsilon{0.25}>, Shape<7>, 5>>("RmsNorm");
}
