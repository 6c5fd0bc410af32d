// SPDX-License-Identifier: BSL-1.0
//
// AvgPool1d: its shape rule, and its numbers against differences and PyTorch.
#include "tenon/layers/avg_pool1d.hpp"

#include "support/laws.hpp"
#include "support/torch.hpp"

#include "tenon/compose/sequential.hpp"
#include "tenon/layers/conv1d.hpp"
#include "tenon/layers/linear.hpp"
#include "tenon/layers/tanh.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <span>
#include <type_traits>

using namespace tenon;
using namespace tenon::test;

BOOST_AUTO_TEST_CASE(positions_are_those_of_pytorch) {
    static_assert(std::is_same_v<Output<AvgPool1d<2>, Shape<8, 5>>, Shape<4, 5>>);
    static_assert(std::is_same_v<Output<AvgPool1d<3>, Shape<11, 5>>, Shape<3, 5>>);
    static_assert(std::is_same_v<Output<AvgPool1d<2, Stride{3}>, Shape<10, 5>>, Shape<3, 5>>);
    static_assert(std::is_same_v<Output<AvgPool1d<4, Dilation{2}, Stride{2}>, Shape<13, 5>>, Shape<4, 5>>);
    static_assert(std::is_same_v<Output<AvgPool1d<9, causal>, Shape<8, 5>>, Shape<1, 5>>);
    static_assert(receptive_field<Sequential<AvgPool1d<3, Stride{2}>, Conv1d<4, 3>>, Shape<20, 5>> == 7);
}

BOOST_AUTO_TEST_CASE(what_does_not_fit_is_refused) {
    using In = Shape<8, 5>;
    static_assert(!fits<AvgPool1d<2>, Shape<5>> && !fits<AvgPool1d<2>, Shape<2, 9, 5>>);
    static_assert(!fits<AvgPool1d<2>, Tokens<27, 8>> && !fits<AvgPool1d<9>, In>);
    static_assert(!fits<AvgPool1d<>, In> && !fits<AvgPool1d<0>, In> && !fits<AvgPool1d<2, 2>, In>);
    static_assert(!fits<AvgPool1d<2, Stride{0}>, In> && !fits<AvgPool1d<2, same_length>, In>);
}

BOOST_AUTO_TEST_CASE(zeros_in_front_count) {
    Rig<AvgPool1d<2, causal, Stride{1}>, Shape<3, 1>, 1, float> bench;
    std::ranges::copy(std::array{4.F, 2.F, 8.F}, bench.x.data());
    bench.evaluate();
    const std::array means{2.F, 3.F, 5.F};
    BOOST_TEST(bench.y.span() == std::span(means), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(laws) {
    obeys_the_laws<AvgPool1d<2>, Shape<8, 5>, 3>();
    obeys_the_laws<AvgPool1d<3>, Shape<11, 17>, 2>();
    obeys_the_laws<AvgPool1d<4, Dilation{2}, Stride{2}>, Shape<13, 33>, 1>();
    obeys_the_laws<AvgPool1d<3, causal, Dilation{5}, Stride{1}>, Shape<7, 9>, 2>(); // further back than there is
    obeys_the_laws<AvgPool1d<5, causal, Stride{3}>, Shape<10, 1>, 3>();
    obeys_the_laws<AvgPool1d<70, Stride{7}>, Shape<93, 2>, 2>(); // more than are added up at a time
    obeys_the_laws<AvgPool1d<1, Stride{3}>, Shape<8, 2>, 2>();
    obeys_the_laws<Sequential<Conv1d<7, 3>, Tanh, AvgPool1d<2>, Linear<4>>, Shape<9, 5>, 2>();
}

BOOST_AUTO_TEST_CASE(torch) {
    agree_with_torch<Case<AvgPool1d<2>, Shape<8, 5>, 2>, Case<AvgPool1d<3>, Shape<11, 17>, 3>,
                     Case<AvgPool1d<3, Stride{1}>, Shape<7, 9>, 2>, Case<AvgPool1d<2, Stride{3}>, Shape<10, 1>, 2>,
                     Case<AvgPool1d<4, Dilation{2}, Stride{2}>, Shape<13, 33>, 2>,
                     Case<AvgPool1d<3, causal>, Shape<8, 4>, 3>,
                     Case<AvgPool1d<3, causal, Dilation{2}, Stride{1}>, Shape<9, 7>, 2>>("AvgPool1d");
}

/// A long mean rounds no more than a short one: chains of rows are added up by themselves.
BOOST_AUTO_TEST_CASE(long_windows_round_little) {
    constexpr std::size_t positions = 4096;
    Rig<AvgPool1d<positions>, Shape<positions, 1>, 1, float> bench;
    double sum = 0;
    for (float& number : bench.x.span()) sum += number = 1 + std::abs(number);
    bench.evaluate();
    BOOST_TEST(std::abs(bench.y[0] * positions / sum - 1) < 5e-7);
}
