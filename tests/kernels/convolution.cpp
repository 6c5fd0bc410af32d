// SPDX-License-Identifier: BSL-1.0
//
// Convolutions against plain loops, over sizes around that of a vector; what is unfolded and folded back.
#include "tenon/kernels/convolution.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <random>
#include <vector>

namespace {

using namespace tenon;

template <std::size_t Rows, std::size_t Taps, std::size_t Channels, std::size_t Columns>
void agrees(bool has_start) {
    constexpr kernels::ConvolutionStrides strides{Channels + 2, Columns + 3, Columns + 1};
    constexpr float nan = std::numeric_limits<float>::quiet_NaN();
    std::mt19937 engine(2);
    std::normal_distribution<float> normal;
    const auto random = [&] { return normal(engine); };
    std::vector<float> x((Rows + 2 * Taps) * strides.x, nan), weight(Taps * Channels * strides.weight, nan);
    std::vector<float> start(Columns), y(Rows * strides.y, nan), alone(Columns);
    for (std::size_t row = 0; row < Rows + 2 * Taps; ++row) std::generate_n(&x[row * strides.x], Channels, random);
    for (std::size_t row = 0; row < Taps * Channels; ++row)
        std::generate_n(&weight[row * strides.weight], Columns, random);
    std::ranges::generate(start, random);
    std::array<const float*, Taps> taps;
    for (std::size_t tap = 0; tap < Taps; ++tap) taps[tap] = &x[2 * tap * strides.x];
    const float* const begin = has_start ? start.data() : nullptr;
    kernels::convolve<Rows, Taps, Channels, Columns, strides>(taps, weight.data(), begin, y.data());
    kernels::convolve<1, Taps, Channels, Columns, strides>(taps, weight.data(), begin, alone.data());
    for (std::size_t row = 0; row < Rows; ++row) {
        for (std::size_t column = 0; column < Columns; ++column) {
            double sum = has_start ? start[column] : 0, size = 1;
            for (std::size_t tap = 0; tap < Taps; ++tap) {
                for (std::size_t channel = 0; channel < Channels; ++channel) {
                    const double product = static_cast<double>(x[(row + 2 * tap) * strides.x + channel]) *
                                           weight[(tap * Channels + channel) * strides.weight + column];
                    sum += product;
                    size += std::abs(product);
                }
            }
            BOOST_TEST(std::abs(y[row * strides.y + column] - sum) < 4e-7 * size);
            if (row == 0) BOOST_TEST(y[column] == alone[column]);
        }
        for (std::size_t gap = Columns; gap < strides.y; ++gap) BOOST_TEST(std::isnan(y[row * strides.y + gap]));
    }
}

template <std::size_t Taps, std::size_t Channels, std::size_t Columns>
void agrees_at_all_lengths() {
    agrees<1, Taps, Channels, Columns>(true);
    agrees<5, Taps, Channels, Columns>(false);
    agrees<13, Taps, Channels, Columns>(true);
    agrees<40, Taps, Channels, Columns>(true);
}

} // namespace

BOOST_AUTO_TEST_CASE(it_agrees_with_plain_loops) {
    agrees_at_all_lengths<1, 1, 1>();
    agrees_at_all_lengths<3, 5, 7>();
    agrees_at_all_lengths<2, 16, 16>();
    agrees_at_all_lengths<4, 9, 33>();
    agrees_at_all_lengths<7, 3, 8>();
    agrees_at_all_lengths<2, 40, 130>();
}

BOOST_AUTO_TEST_CASE(what_is_unfolded_is_folded_back_where_it_came_from) {
    // Rows 0, 2, 4 and those 3 later, two of four features each.
    std::array<float, 32> x{};
    for (std::size_t at = 0; at < 32; ++at) x[at] = static_cast<float>(at + 1);
    std::array<float, 12> unfolded{};
    kernels::unfold<3, 2, 2, 2, 3, 4>(x.data(), unfolded.data());
    const std::array<float, 12> expected{1, 2, 13, 14, 9, 10, 21, 22, 17, 18, 29, 30};
    BOOST_TEST(unfolded == expected, boost::test_tools::per_element());
    // Of eight rows the first and the last one are zeros around the input.
    std::array<float, 24> folded{};
    kernels::fold<3, 2, 2, 2, 3, 4, 1, 6>(unfolded.data(), folded.data());
    std::array<float, 24> sums{};
    for (const std::size_t row : {2U, 3U, 4U, 5U}) {
        sums[(row - 1) * 4] = x[row * 4];
        sums[(row - 1) * 4 + 1] = x[row * 4 + 1];
    }
    BOOST_TEST(folded == sums, boost::test_tools::per_element());
}
