// SPDX-License-Identifier: BSL-1.0
//
// PRelu: its shape rule, its edges, how it streams, and its numbers against differences and PyTorch.
#include "tenon/layers/prelu.hpp"

#include "support/laws.hpp"
#include "support/torch.hpp"

#include "tenon/tenon.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <span>
#include <type_traits>
#include <vector>

using namespace tenon;
using namespace tenon::test;

namespace {

constexpr float infinity = std::numeric_limits<float>::infinity();

/// Two features of slopes 0.5 and -2, in these rows.
template <std::size_t Rows>
Rig<PRelu<>, Shape<2>, Rows, float> with_slopes(std::array<float, 2 * Rows> x) {
    Rig<PRelu<>, Shape<2>, Rows, float> bench;
    bench.parameters[0] = 0.5F;
    bench.parameters[1] = -2;
    for (std::size_t index = 0; index < 2 * Rows; ++index) {
        bench.x[index] = x[index];
        bench.dy[index] = 1;
    }
    bench.forward();
    bench.backward();
    return bench;
}

} // namespace

BOOST_AUTO_TEST_CASE(output_is_the_input_shape) {
    static_assert(std::is_same_v<Output<PRelu<>, Shape<4, 7>>, Shape<4, 7>>);
    static_assert(std::is_same_v<Output<PRelu<7>, Shape<7>>, Shape<7>>);
}

BOOST_AUTO_TEST_CASE(features_are_inferred_or_checked) {
    static_assert(fits<PRelu<7>, Shape<4, 7>> && !fits<PRelu<4>, Shape<4, 7>> && !fits<PRelu<1>, Shape<4, 7>>);
    static_assert(fits<PRelu<>, Shape<2, 3, 5>> && !fits<PRelu<>, Tokens<27, 8>>);
}

BOOST_AUTO_TEST_CASE(other_spellings_are_refused) {
    static_assert(!fits<PRelu<0>, Shape<7>> && !fits<PRelu<-7>, Shape<7>> && !fits<PRelu<7, 7>, Shape<7>>);
    static_assert(!fits<PRelu<Percent{20}>, Shape<7>> && !fits<PRelu<7, no_bias>, Shape<7>>);
}

BOOST_AUTO_TEST_CASE(each_feature_has_a_slope_that_starts_as_a_quarter) {
    constexpr auto learned = parameters<PRelu<>, Shape<4, 7>>;
    static_assert(learned.size() == 1 && learned[0].name == "weight" && learned[0].shape == Extents{7});
    static_assert(buffers<PRelu<>, Shape<4, 7>>.empty());
    const Model<PRelu<>, Shape<4, 7>> zeros, drawn{Generator{1}};
    for (const auto* model : {&zeros, &drawn})
        for (const float slope : model->parameter<"weight">()) BOOST_TEST(slope == 0.25F);
}

BOOST_AUTO_TEST_CASE(negative_numbers_are_scaled_by_the_slope_of_their_feature) {
    auto bench = with_slopes<3>({-100, -1, 1e30F, 1e30F, -4, -8});
    constexpr std::array<float, 6> y{-50, 2, 1e30F, 1e30F, -2, 16}, dx{0.5F, -2, 1, 1, 0.5F, -2};
    for (std::size_t index = 0; index < 6; ++index) {
        BOOST_TEST(bench.y[index] == y[index]);
        BOOST_TEST(bench.dx[index] == dx[index]);
    }
    BOOST_TEST(bench.gradients[0] == -104);
    BOOST_TEST(bench.gradients[1] == -9);
}

BOOST_AUTO_TEST_CASE(zero_counts_as_negative) {
    auto bench = with_slopes<2>({0, -0.0F, -0.0F, 0});
    for (std::size_t index = 0; index < 4; ++index) {
        BOOST_TEST(bench.y[index] == 0);
        BOOST_TEST(bench.dx[index] == (index % 2 == 0 ? 0.5F : -2.0F));
    }
    BOOST_TEST(bench.gradients[0] == 0);
}

BOOST_AUTO_TEST_CASE(infinities_and_nan_stay) {
    auto bench = with_slopes<2>({-infinity, -infinity, infinity, std::numeric_limits<float>::quiet_NaN()});
    BOOST_TEST(bench.y[0] == -infinity);
    BOOST_TEST(bench.y[1] == infinity);
    BOOST_TEST(bench.y[2] == infinity);
    BOOST_TEST(std::isnan(bench.y[3]));
    BOOST_TEST(std::isnan(bench.gradients[1]));
}

// A positive infinity must not make the slope's gradient NaN, as a product with a mask of zeros would.
BOOST_AUTO_TEST_CASE(what_is_above_0_does_not_move_the_slope) {
    auto bench = with_slopes<2>({infinity, 3, 5, -1});
    BOOST_TEST(bench.gradients[0] == 0);
    BOOST_TEST(bench.gradients[1] == -1);
}

BOOST_AUTO_TEST_CASE(laws) {
    obeys_the_laws<PRelu<>, Shape<7>, 5>();
    obeys_the_laws<PRelu<19>, Shape<4, 19>, 3>();
    obeys_the_laws<PRelu<>, Shape<2, 3, 33>, 5>();
    obeys_the_laws<PRelu<>, Shape<140>, 3>();
    obeys_the_laws<PRelu<>, Shape<5, 1>, 2>();
    obeys_the_laws<PRelu<>, Shape<1>, 1>();
    obeys_the_laws<Sequential<Linear<7>, PRelu<>, Residual<Linear<7>, PRelu<>>, Repeat<2, PRelu<>>>, Shape<4, 5>, 3>();
}

BOOST_AUTO_TEST_CASE(torch) {
    agree_with_torch<Case<PRelu<>, Shape<7>, 5>, Case<PRelu<19>, Shape<4, 19>, 3>, Case<PRelu<>, Shape<2, 3, 33>, 2>,
                     Case<PRelu<>, Shape<5, 1>, 6>>("PRelu");
}

BOOST_AUTO_TEST_CASE(a_stream_and_a_sequence_give_what_windows_give) {
    using Net = Sequential<Linear<5>, PRelu<>, FlattenConsecutive<2>, Linear<6>, PRelu<6>, Flatten, Linear<3>, PRelu<>>;
    using M = Model<Net, Shape<4, 2>>;
    constexpr std::size_t length = 30;
    M model{Generator{7}};
    Generator generator{8};
    generator.randn(std::span<float>(model.parameter<"1.weight">()));
    generator.randn(std::span<float>(model.parameter<"4.weight">()));
    std::vector<float> inputs(length * 2);
    generator.randn(std::span(inputs));

    const auto sequence = for_sequence<length>(model);
    Evaluator<std::remove_const_t<decltype(sequence)>, Batch<1>> over_all{sequence};
    const auto given = over_all(inputs);
    std::vector<float> streamed(length * 3);
    Streamer<M, Frames<4>>{model}.process(inputs, streamed);
    Evaluator<M, Batch<1>> windowed{model};
    for (std::size_t end = 4; end <= length; ++end) {
        const auto window = windowed(std::span(inputs).subspan(2 * (end - 4), 8));
        BOOST_TEST(std::ranges::equal(window, std::span(given).subspan(3 * (end - 1), 3)));
        BOOST_TEST(std::ranges::equal(window, std::span(streamed).subspan(3 * (end - 1), 3)));
    }
}

// Training can be learned by the slopes alone: y = |x| has a slope of -1.
BOOST_AUTO_TEST_CASE(slopes_are_learned) {
    using M = Model<PRelu<>, Shape<3>>;
    M model;
    Trainer<M, Batch<8>, Sgd, MeanSquaredError> trainer{model};
    Generator generator{3};
    std::vector<float> inputs(24), targets(24);
    for (int step = 0; step < 400; ++step) {
        generator.randn(std::span(inputs));
        std::ranges::transform(inputs, targets.begin(), [](float x) { return std::abs(x); });
        trainer.step(inputs, targets, 0.5F);
    }
    for (const float slope : model.parameter<"weight">()) BOOST_TEST(std::abs(slope + 1) < 1e-3F);
}
