// SPDX-License-Identifier: BSL-1.0
//
// BatchNorm1d in its conventions: shapes, statistics, and numbers against differences and PyTorch.
#include "tenon/layers/batch_norm1d.hpp"

#include "support/laws.hpp"
#include "support/torch.hpp"

#include "tenon/tenon.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cmath>
#include <type_traits>
#include <vector>

using namespace tenon;
using namespace tenon::test;

BOOST_AUTO_TEST_CASE(output_is_the_input_shape) {
    static_assert(std::is_same_v<Output<BatchNorm1d<>, Shape<4, 7>>, Shape<4, 7>>);
    static_assert(std::is_same_v<Output<BatchNorm1d<7, unbiased>, Shape<7>>, Shape<7>>);
}

BOOST_AUTO_TEST_CASE(channels_are_inferred_or_checked) {
    static_assert(fits<BatchNorm1d<7>, Shape<4, 7>> && !fits<BatchNorm1d<4>, Shape<4, 7>>);
    static_assert(!fits<BatchNorm1d<4, unbiased>, Shape<4, 7>> && !fits<BatchNorm1d<>, Tokens<27, 8>>);
    static_assert(!fits<BatchNorm1d<0>, Shape<7>> && !fits<BatchNorm1d<7, 7>, Shape<7>>);
    static_assert(!fits<BatchNorm1d<unbiased, 7>, Shape<7>> && !fits<BatchNorm1d<no_bias>, Shape<7>>);
}

BOOST_AUTO_TEST_CASE(it_keeps_a_mean_for_each_channel_not_for_each_position) {
    static_assert(find_tensor(buffers<BatchNorm1d<>, Shape<4, 7>>, "running_mean").shape == Extents{7});
    static_assert(find_tensor(buffers<BatchNorm1d<unbiased>, Shape<4, 7>>, "running_var").shape == Extents{7});
    static_assert(find_tensor(buffers<BatchNorm1d<per_position>, Shape<4, 7>>, "running_mean").shape == Extents{4, 7});
    static_assert(parameter_count<BatchNorm1d<per_position>, Shape<4, 7>> == 2 * 7);
}

BOOST_AUTO_TEST_CASE(training_needs_two_values_of_each_statistic) {
    static_assert(!TrainingVerdict<BatchNorm1d<>, Shape<7>, 1, CrossEntropy>::fits);
    static_assert(TrainingVerdict<BatchNorm1d<>, Shape<7>, 2, CrossEntropy>::fits);
    static_assert(TrainingVerdict<Sequential<BatchNorm1d<>, Flatten>, Shape<4, 7>, 1, CrossEntropy>::fits);
    static_assert(!TrainingVerdict<Sequential<BatchNorm1d<per_position>, Flatten>, Shape<4, 7>, 1, CrossEntropy>::fits);
}

namespace {

/// Mean and variance of each channel of a rig's output, scaled back by gamma and beta.
template <class Layer>
void check_standardised(double variance) {
    constexpr std::size_t batch = 9, positions = 4, channels = 7, count = batch * positions;
    Rig<Layer, Shape<positions, channels>, batch, double> bench;
    bench.forward();
    for (std::size_t channel = 0; channel < channels; ++channel) {
        const double gamma = bench.parameters[channel], beta = bench.parameters[aligned_size(channels) + channel];
        double sum = 0, squares = 0;
        for (std::size_t row = 0; row < count; ++row) {
            const double normal = (bench.y[row * channels + channel] - beta) / gamma;
            sum += normal;
            squares += normal * normal;
        }
        BOOST_TEST(std::abs(sum) / count < 1e-12);
        BOOST_TEST(std::abs(squares / count - variance) < 1e-4);
    }
}

} // namespace

BOOST_AUTO_TEST_CASE(conventions_differ_in_the_variance_of_the_output) {
    check_standardised<BatchNorm1d<>>(1.0);
    check_standardised<BatchNorm1d<unbiased>>(35.0 / 36.0);
}

BOOST_AUTO_TEST_CASE(numbers_are_options_too) {
    static_assert(NormEpsilon{1e-12}.value() == 1e-12 && NormMomentum{0.01}.value() == 0.01);
    static_assert(NormMomentum{0.123456789}.value() == 0.123456789 && NormEpsilon{1e-5} == NormEpsilon{1, 5});
    static_assert(fits<BatchNorm1d<7, NormEpsilon{1e-3}, unbiased, NormMomentum{0.01}>, Shape<7>>);
    static_assert(fits<BatchNorm1d<NormMomentum{0.0}>, Shape<7>> && fits<BatchNorm1d<NormMomentum{1.0}>, Shape<7>>);
    static_assert(!fits<BatchNorm1d<NormMomentum{1.5}>, Shape<7>> && !fits<BatchNorm1d<NormMomentum{-0.1}>, Shape<7>>);
    static_assert(!fits<BatchNorm1d<NormEpsilon{0.0}>, Shape<7>> && !fits<BatchNorm1d<NormEpsilon{1.0 / 3}>, Shape<7>>);
    static_assert(!fits<BatchNorm1d<NormEpsilon{1e-3}, NormEpsilon{1e-5}>, Shape<7>>);
    static_assert(!fits<BatchNorm1d<NormEpsilon{1e-3}, 7>, Shape<7>>);
}

BOOST_AUTO_TEST_CASE(laws) {
    obeys_the_laws<BatchNorm1d<>, Shape<7>, 5>();
    obeys_the_laws<BatchNorm1d<>, Shape<4, 19>, 6>();
    obeys_the_laws<BatchNorm1d<unbiased>, Shape<3, 33>, 5>();
    obeys_the_laws<BatchNorm1d<per_position>, Shape<3, 7>, 5>();
    obeys_the_laws<BatchNorm1d<unbiased, per_position>, Shape<2, 19>, 5>();
    obeys_the_laws<BatchNorm1d<unbiased>, Shape<140>, 3>();
    obeys_the_laws<BatchNorm1d<unbiased, NormEpsilon{0.5}, NormMomentum{0.7}>, Shape<2, 7>, 3>();
}

BOOST_AUTO_TEST_CASE(torch) {
    agree_with_torch<Case<BatchNorm1d<>, Shape<7>, 5>, Case<BatchNorm1d<>, Shape<19>, 6>,
                     Case<BatchNorm1d<>, Shape<4, 7>, 6>, Case<BatchNorm1d<>, Shape<2, 33>, 5>,
                     Case<BatchNorm1d<unbiased>, Shape<7>, 5>, Case<BatchNorm1d<unbiased>, Shape<19>, 6>,
                     Case<BatchNorm1d<unbiased>, Shape<4, 7>, 6>, Case<BatchNorm1d<unbiased>, Shape<2, 33>, 5>,
                     Case<BatchNorm1d<per_position>, Shape<7>, 5>, Case<BatchNorm1d<per_position>, Shape<19>, 6>,
                     Case<BatchNorm1d<per_position>, Shape<4, 7>, 6>, Case<BatchNorm1d<per_position>, Shape<2, 33>, 5>,
                     Case<BatchNorm1d<unbiased, per_position>, Shape<7>, 5>,
                     Case<BatchNorm1d<unbiased, per_position>, Shape<19>, 6>,
                     Case<BatchNorm1d<unbiased, per_position>, Shape<4, 7>, 6>,
                     Case<BatchNorm1d<unbiased, per_position>, Shape<2, 33>, 5>,
                     Case<BatchNorm1d<NormEpsilon{0.25}, NormMomentum{0.3}>, Shape<7>, 5>>("BatchNorm1d");
}
