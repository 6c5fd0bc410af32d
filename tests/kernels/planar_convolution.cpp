// SPDX-License-Identifier: BSL-1.0
//
// Convolutions of few channels against plain loops, over sizes around that of a vector, and the same bits however many
// positions are done at a time.
#include "tenon/kernels/planar_convolution.hpp"

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

/// Adds a number that depends on the place.
struct Placed {
    static float number(std::size_t output, std::size_t position) {
        return static_cast<float>(output) - 0.25F * static_cast<float>(position);
    }
    template <class Strip>
    static auto along_positions(std::size_t output, std::size_t position, typename Strip::Vectors sum, Strip) {
        std::array<float, Strip::columns> numbers;
        for (std::size_t at = 0; at < Strip::columns; ++at) numbers[at] = number(output, position + at);
        return Strip::sum(sum, Strip::load(numbers.data()));
    }
    template <class Strip>
    static auto along_outputs(std::size_t output, typename Strip::Vectors sum, Strip) {
        std::array<float, Strip::columns> numbers;
        for (std::size_t at = 0; at < Strip::columns; ++at) numbers[at] = number(output + at, 0);
        return Strip::sum(sum, Strip::load(numbers.data()));
    }
};

template <std::size_t Positions, std::size_t Taps, std::size_t Channels, std::size_t Outputs>
void agrees(bool has_start) {
    constexpr std::size_t stride = Positions + 3 * Taps + 1;
    constexpr float nan = std::numeric_limits<float>::quiet_NaN();
    std::mt19937 engine(2);
    std::normal_distribution<float> normal;
    std::vector<float> x(Channels * stride, nan), weight(Taps * Channels * Outputs), start(Outputs);
    std::vector<float> y(Outputs * Positions + 16, nan), alone(Outputs + 16, nan);
    for (std::size_t channel = 0; channel < Channels; ++channel)
        std::generate_n(&x[channel * stride], Positions + 3 * (Taps - 1), [&] { return normal(engine); });
    for (float& number : weight) number = normal(engine);
    for (float& number : start) number = normal(engine);
    std::array<const float*, Taps> taps;
    for (std::size_t tap = 0; tap < Taps; ++tap) taps[tap] = &x[3 * tap];
    const float* const begin = has_start ? start.data() : nullptr;
    kernels::convolve_planar<Positions, Taps, Channels, Outputs>(taps, stride, weight.data(), begin, y.data() + 8,
                                                                 Placed{});
    for (std::size_t edge = 0; edge < 8; ++edge)
        BOOST_TEST((std::isnan(y[edge]) && std::isnan(y[y.size() - 1 - edge])));
    for (std::size_t position = 0; position < Positions; ++position) {
        kernels::convolve_planar<1, Taps, Channels, Outputs>(taps, stride, weight.data(), begin, alone.data(),
                                                             Placed{});
        for (std::size_t output = 0; output < Outputs; ++output) {
            double sum = has_start ? start[output] : 0;
            double size = 1;
            for (std::size_t tap = 0; tap < Taps; ++tap) {
                for (std::size_t channel = 0; channel < Channels; ++channel) {
                    const double product = static_cast<double>(x[channel * stride + position + 3 * tap]) *
                                           weight[(tap * Channels + channel) * Outputs + output];
                    sum += product;
                    size += std::abs(product);
                }
            }
            const float found = y[8 + output * Positions + position];
            BOOST_TEST(std::abs(found - sum - Placed::number(output, position)) < 4e-7 * (size + 100));
            if (position == 0) BOOST_TEST(found == alone[output]);
        }
        for (const float*& tap : taps) ++tap;
    }
}

template <std::size_t Taps, std::size_t Channels, std::size_t Outputs>
void agrees_at_all_lengths() {
    agrees<1, Taps, Channels, Outputs>(true);
    agrees<7, Taps, Channels, Outputs>(false);
    agrees<8, Taps, Channels, Outputs>(true);
    agrees<17, Taps, Channels, Outputs>(true);
    agrees<64, Taps, Channels, Outputs>(true);
}

} // namespace

BOOST_AUTO_TEST_CASE(it_agrees_with_plain_loops) {
    agrees_at_all_lengths<1, 1, 1>();
    agrees_at_all_lengths<3, 2, 5>();
    agrees_at_all_lengths<6, 3, 3>();
    agrees_at_all_lengths<6, 8, 8>();
    agrees_at_all_lengths<16, 8, 1>();
    agrees_at_all_lengths<3, 16, 16>();
    agrees_at_all_lengths<2, 17, 9>();
    agrees_at_all_lengths<1, 40, 34>();
}
