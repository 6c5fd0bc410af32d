// SPDX-License-Identifier: BSL-1.0
//
// Softmax: its shape rule, what shares are, and its numbers against differences and PyTorch.
#include "tenon/layers/softmax.hpp"

#include "support/laws.hpp"
#include "support/torch.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>
#include <type_traits>

using namespace tenon;
using namespace tenon::test;

BOOST_AUTO_TEST_CASE(output_is_the_input_shape) {
    static_assert(std::is_same_v<Output<Softmax, Shape<4, 7>>, Shape<4, 7>>);
    static_assert(fits<Softmax, Shape<2, 3, 5>> && !fits<Softmax, Tokens<27, 8>>);
    static_assert(parameter_count<Softmax, Shape<4, 7>> == 0);
}

BOOST_AUTO_TEST_CASE(each_position_shares_one_whole_and_its_gradients_cancel) {
    constexpr std::size_t rows = 3 * 4, features = 19;
    Rig<Softmax, Shape<4, features>, 3, double> bench;
    bench.forward();
    bench.backward();
    for (std::size_t row = 0; row < rows; ++row) {
        const auto y = bench.y.span().subspan(row * features, features);
        const auto dx = bench.dx.span().subspan(row * features, features);
        BOOST_TEST(*std::ranges::min_element(y) > 0);
        BOOST_TEST(std::abs(std::accumulate(y.begin(), y.end(), 0.0) - 1) < 1e-14);
        BOOST_TEST(std::abs(std::accumulate(dx.begin(), dx.end(), 0.0)) < 1e-14);
    }
}

BOOST_AUTO_TEST_CASE(what_is_common_to_a_row_does_not_matter) {
    Rig<Softmax, Shape<5>, 2, float> plain, moved;
    for (std::size_t index = 0; index < 10; ++index) {
        plain.x[index] = std::round(4 * plain.x[index]) / 4; // exact far away too
        moved.x[index] = plain.x[index] + (index < 5 ? 1e4F : -1e4F);
    }
    plain.evaluate();
    moved.evaluate();
    BOOST_TEST(same_bits<float>(plain.y.span(), moved.y.span()));
}

BOOST_AUTO_TEST_CASE(a_masked_feature_has_no_share) {
    Rig<Softmax, Shape<4>, 1, float> bench;
    std::ranges::copy(std::array{1.0F, -std::numeric_limits<float>::infinity(), -500.0F, 1.0F}, bench.x.data());
    bench.forward();
    bench.backward();
    BOOST_TEST(bench.y[0] == 0.5F);
    BOOST_TEST(bench.y[1] == 0.0F);
    BOOST_TEST(bench.y[2] == 0.0F);
    BOOST_TEST(bench.dx[1] == 0.0F);
    BOOST_TEST(std::isfinite(bench.dx[0]));
}

BOOST_AUTO_TEST_CASE(nan_spoils_its_own_row_alone) {
    Rig<Softmax, Shape<3>, 2, float> bench;
    bench.x[1] = std::numeric_limits<float>::quiet_NaN();
    bench.forward();
    for (std::size_t index = 0; index < 6; ++index) BOOST_TEST(std::isnan(bench.y[index]) == (index < 3));
}

BOOST_AUTO_TEST_CASE(a_lone_feature_has_the_whole) {
    Rig<Softmax, Shape<3, 1>, 2, float> bench;
    bench.forward();
    bench.backward();
    for (std::size_t index = 0; index < 6; ++index) {
        BOOST_TEST(bench.y[index] == 1.0F);
        BOOST_TEST(bench.dx[index] == 0.0F);
    }
}

BOOST_AUTO_TEST_CASE(laws) {
    obeys_the_laws<Softmax, Shape<7>, 5>();
    obeys_the_laws<Softmax, Shape<4, 19>, 3>();
    obeys_the_laws<Softmax, Shape<2, 3, 33>, 5>();
    obeys_the_laws<Softmax, Shape<140>, 3>();
}

BOOST_AUTO_TEST_CASE(torch) { agree_with_torch<Case<Softmax, Shape<5, 7>, 3>, Case<Softmax, Shape<33>, 4>>("Softmax"); }
