// SPDX-License-Identifier: BSL-1.0
//
// LayerNorm: its shape rule, its statistics, and its numbers against differences and PyTorch.
#include "tenon/layers/layer_norm.hpp"

#include "support/laws.hpp"
#include "support/torch.hpp"

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <type_traits>

using namespace tenon;
using namespace tenon::test;

BOOST_AUTO_TEST_CASE(output_is_the_input_shape) {
    static_assert(std::is_same_v<Output<LayerNorm<>, Shape<4, 7>>, Shape<4, 7>>);
    static_assert(std::is_same_v<Output<LayerNorm<7>, Shape<7>>, Shape<7>>);
}

BOOST_AUTO_TEST_CASE(features_are_inferred_or_checked) {
    static_assert(fits<LayerNorm<7>, Shape<4, 7>> && !fits<LayerNorm<4>, Shape<4, 7>>);
    static_assert(fits<LayerNorm<>, Shape<2, 3, 5>> && !fits<LayerNorm<>, Tokens<27, 8>>);
}

BOOST_AUTO_TEST_CASE(other_spellings_are_refused) {
    static_assert(!fits<LayerNorm<0>, Shape<7>> && !fits<LayerNorm<-7>, Shape<7>> && !fits<LayerNorm<7, 7>, Shape<7>>);
    static_assert(!fits<LayerNorm<no_bias>, Shape<7>> && !fits<LayerNorm<7, unbiased>, Shape<7>>);
}

BOOST_AUTO_TEST_CASE(parameters_are_gamma_and_beta_and_nothing_runs_along) {
    constexpr auto learned = parameters<LayerNorm<>, Shape<4, 7>>;
    static_assert(learned.size() == 2 && parameter_count<LayerNorm<>, Shape<4, 7>> == 2 * 7);
    static_assert(find_tensor(learned, "weight").shape == Extents{7} &&
                  find_tensor(learned, "weight").init == Init::ones);
    static_assert(find_tensor(learned, "bias").shape == Extents{7} && find_tensor(learned, "bias").init == Init::zeros);
    static_assert(buffers<LayerNorm<>, Shape<4, 7>>.empty());
}

BOOST_AUTO_TEST_CASE(each_position_is_brought_to_mean_0_and_variance_1) {
    constexpr std::size_t rows = 3 * 4, features = 19;
    Rig<LayerNorm<>, Shape<4, features>, 3, double> bench;
    constexpr auto learned = parameters<LayerNorm<>, Shape<4, features>>;
    bench.forward();
    for (std::size_t row = 0; row < rows; ++row) {
        double sum = 0, squares = 0;
        for (std::size_t feature = 0; feature < features; ++feature) {
            const double beta = bench.parameters[find_tensor(learned, "bias").offset + feature];
            const double gamma = bench.parameters[find_tensor(learned, "weight").offset + feature];
            const double normal = (bench.y[row * features + feature] - beta) / gamma;
            sum += normal;
            squares += normal * normal;
        }
        BOOST_TEST(std::abs(sum) / features < 1e-12);
        BOOST_TEST(std::abs(squares / features - 1) < 1e-4);
    }
}

BOOST_AUTO_TEST_CASE(a_row_of_equal_numbers_gives_beta) {
    Rig<LayerNorm<>, Shape<5>, 1, float> bench;
    for (std::size_t feature = 0; feature < 5; ++feature) bench.x[feature] = 3;
    bench.forward();
    bench.backward();
    const std::size_t beta = find_tensor(parameters<LayerNorm<>, Shape<5>>, "bias").offset;
    for (std::size_t feature = 0; feature < 5; ++feature) {
        BOOST_TEST(bench.y[feature] == bench.parameters[beta + feature]);
        BOOST_TEST(std::isfinite(bench.dx[feature]));
    }
}

BOOST_AUTO_TEST_CASE(a_row_far_from_0_keeps_its_digits) {
    constexpr std::size_t features = 33;
    Rig<LayerNorm<>, Shape<features>, 2, float> near, far;
    for (std::size_t index = 0; index < 2 * features; ++index) {
        near.x[index] = std::round(64 * near.x[index]) / 64; // exact far away too
        far.x[index] = near.x[index] + 4096;                 // whose square is beyond a float's digits
    }
    near.forward();
    far.forward();
    for (std::size_t index = 0; index < 2 * features; ++index) {
        BOOST_TEST(std::abs(near.y[index] - far.y[index]) < 2e-3F);
    }
}

BOOST_AUTO_TEST_CASE(epsilon_is_an_option) {
    static_assert(fits<LayerNorm<7, NormEpsilon{1e-6}>, Shape<4, 7>> && !fits<LayerNorm<NormEpsilon{0.0}>, Shape<7>>);
    static_assert(!fits<LayerNorm<NormMomentum{0.1}>, Shape<7>>);
}

BOOST_AUTO_TEST_CASE(laws) {
    obeys_the_laws<LayerNorm<>, Shape<7>, 5>();
    obeys_the_laws<LayerNorm<19>, Shape<4, 19>, 3>();
    obeys_the_laws<LayerNorm<>, Shape<2, 3, 33>, 5>();
    obeys_the_laws<LayerNorm<>, Shape<140>, 3>();
    obeys_the_laws<LayerNorm<>, Shape<3, 2>, 1>();
    obeys_the_laws<LayerNorm<NormEpsilon{0.5}>, Shape<2, 7>, 3>();
}

BOOST_AUTO_TEST_CASE(torch) {
    agree_with_torch<Case<LayerNorm<>, Shape<7>, 5>, Case<LayerNorm<>, Shape<4, 19>, 3>,
                     Case<LayerNorm<>, Shape<2, 3, 33>, 2>, Case<LayerNorm<NormEpsilon{0.25}>, Shape<7>, 5>>(
        "LayerNorm");
}
