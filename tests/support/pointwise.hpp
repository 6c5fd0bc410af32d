// SPDX-License-Identifier: BSL-1.0
//
// What every layer that works on each element by itself has to show.
#pragma once

#include "support/laws.hpp"
#include "support/torch.hpp"

#include <array>
#include <cmath>
#include <limits>
#include <string>
#include <type_traits>

namespace tenon::test {

/// Its shape rule, the laws, and PyTorch's figures for it.
template <class Layer>
void is_pointwise(const std::string& name) {
    static_assert(std::is_same_v<Output<Layer, Shape<4, 7>>, Shape<4, 7>>);
    static_assert(!fits<Layer, Tokens<27, 8>> && parameter_count<Layer, Shape<4, 7>> == 0);
    obeys_the_laws<Layer, Shape<5, 7>, 3>();
    obeys_the_laws<Layer, Shape<67>, 2>();
    obeys_the_laws<Layer, Shape<1>, 1>();
    agree_with_torch<Case<Layer, Shape<5, 7>, 3>, Case<Layer, Shape<67>, 4>>(name);
}

/// The output and the gradient for two inputs and an upstream gradient of 1; NaN has to stay NaN.
template <class Layer>
void check_edges(std::array<float, 2> x, std::array<float, 2> y, std::array<float, 2> dx) {
    Rig<Layer, Shape<3>, 1, float> bench;
    for (std::size_t index = 0; index < 3; ++index) bench.dy[index] = 1;
    bench.x[0] = x[0];
    bench.x[1] = x[1];
    bench.x[2] = std::numeric_limits<float>::quiet_NaN();
    bench.forward();
    bench.backward();
    for (std::size_t index = 0; index < 2; ++index) {
        BOOST_TEST(bench.y[index] == y[index]);
        BOOST_TEST(bench.dx[index] == dx[index]);
    }
    BOOST_TEST(std::isnan(bench.y[2]));
}

/// The output for one input.
template <class Layer>
float value_at(float x) {
    Rig<Layer, Shape<1>, 1, float> bench;
    bench.x[0] = x;
    bench.evaluate();
    return bench.y[0];
}

/// Outputs near 0 have as many right digits as any others: here to 1e-5 of the number itself.
template <class Layer>
void check_small(float x, double expected) {
    const double y = value_at<Layer>(x);
    BOOST_TEST(std::abs(y / expected - 1) < 1e-5, spelling<Layer>().view() << " of " << x << " is " << y);
}

} // namespace tenon::test
