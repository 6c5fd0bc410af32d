// SPDX-License-Identifier: BSL-1.0
//
// MaxPool1d: its shape rule, which of equal numbers gets the gradient, and its numbers against differences and PyTorch.
#include "tenon/layers/max_pool1d.hpp"

#include "support/laws.hpp"
#include "support/sliced.hpp"
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
#include <limits>
#include <span>
#include <type_traits>

using namespace tenon;
using namespace tenon::test;

namespace {

template <class Net, class In>
inline constexpr std::size_t positions_out = Output<Net, In>::positions;

} // namespace

BOOST_AUTO_TEST_CASE(positions_are_those_of_pytorch) {
    static_assert(std::is_same_v<Output<MaxPool1d<2>, Shape<8, 5>>, Shape<4, 5>>);
    static_assert(std::is_same_v<Output<MaxPool1d<3>, Shape<3, 5>>, Shape<1, 5>>);
    static_assert(positions_out<MaxPool1d<3>, Shape<11, 5>> == 3, "what is behind the last window is left out");
    static_assert(positions_out<MaxPool1d<3, Stride{1}>, Shape<11, 5>> == 9);
    static_assert(positions_out<MaxPool1d<2, Stride{3}>, Shape<10, 5>> == 3);
    static_assert(positions_out<MaxPool1d<4, Dilation{2}, Stride{2}>, Shape<13, 5>> == 4);
    static_assert(positions_out<MaxPool1d<3, Dilation{5}>, Shape<11, 5>> == 1);
    static_assert(positions_out<MaxPool1d<3, causal>, Shape<8, 5>> == 3);
    static_assert(positions_out<MaxPool1d<3, causal, Stride{1}>, Shape<2, 5>> == 2);
}

BOOST_AUTO_TEST_CASE(what_does_not_fit_is_refused) {
    static_assert(!fits<MaxPool1d<2>, Shape<5>> && !fits<MaxPool1d<2>, Shape<2, 9, 5>>);
    static_assert(!fits<MaxPool1d<2>, Tokens<27, 8>>);
    static_assert(!fits<MaxPool1d<9>, Shape<8, 5>> && fits<MaxPool1d<9, causal>, Shape<8, 5>>);
    static_assert(!fits<MaxPool1d<3, Dilation{4}>, Shape<8, 5>> && fits<MaxPool1d<3, Dilation{4}>, Shape<9, 5>>);
}

BOOST_AUTO_TEST_CASE(other_spellings_are_refused) {
    using In = Shape<8, 5>;
    static_assert(!fits<MaxPool1d<>, In> && !fits<MaxPool1d<0>, In> && !fits<MaxPool1d<2, 2>, In>);
    static_assert(!fits<MaxPool1d<2, Stride{0}>, In> && !fits<MaxPool1d<2, Dilation{-1}>, In>);
    static_assert(!fits<MaxPool1d<2, same_length>, In> && !fits<MaxPool1d<2, no_bias>, In>);
    static_assert(!fits<MaxPool1d<causal, 2>, In> && !fits<MaxPool1d<2, causal, causal>, In>);
    static_assert(!fits<MaxPool1d<2, Stride{1}, Stride{2}>, In> && !fits<MaxPool1d<2, Groups{5}>, In>);
}

BOOST_AUTO_TEST_CASE(reach_is_known) {
    static_assert(receptive_field<MaxPool1d<3, Dilation{4}>, Shape<9, 5>> == 9);
    static_assert(receptive_field<Sequential<MaxPool1d<2>, MaxPool1d<2>, MaxPool1d<2>>, Shape<8, 5>> == 8);
    static_assert(receptive_field<Sequential<MaxPool1d<3, Stride{2}>, Conv1d<4, 3>>, Shape<20, 5>> == 7);
    static_assert(parameter_count<MaxPool1d<2>, Shape<8, 5>> == 0);
}

BOOST_AUTO_TEST_CASE(equal_numbers_give_the_gradient_to_the_first) {
    Rig<MaxPool1d<3, Stride{2}>, Shape<7, 1>, 1, float> bench;
    std::ranges::copy(std::array{2.F, 5.F, 5.F, -1.F, 5.F, 0.F, -0.F}, bench.x.data());
    std::ranges::copy(std::array{1.F, 10.F, 100.F}, bench.dy.data());
    bench.forward();
    bench.backward();
    const std::array largest{5.F, 5.F, 5.F};
    BOOST_TEST(bench.y.span() == std::span(largest), boost::test_tools::per_element());
    const std::array expected{0.F, 1.F, 10.F, 0.F, 100.F, 0.F, 0.F};
    BOOST_TEST(bench.dx.span() == std::span(expected), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(zeros_in_front_count_and_take_the_gradient) {
    Rig<MaxPool1d<3, causal, Stride{1}>, Shape<4, 1>, 1, float> bench;
    std::ranges::copy(std::array{-3.F, 0.F, -2.F, -1.F}, bench.x.data());
    std::ranges::copy(std::array{1.F, 10.F, 100.F, 1000.F}, bench.dy.data());
    bench.forward();
    bench.backward();
    const std::array largest{0.F, 0.F, 0.F, 0.F};
    BOOST_TEST(bench.y.span() == std::span(largest), boost::test_tools::per_element());
    const std::array expected{0.F, 1100.F, 0.F, 0.F};
    BOOST_TEST(bench.dx.span() == std::span(expected), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(nan_and_infinity_come_through) {
    constexpr float nan = std::numeric_limits<float>::quiet_NaN(), infinity = std::numeric_limits<float>::infinity();
    Rig<MaxPool1d<2>, Shape<6, 1>, 1, float> bench;
    std::ranges::copy(std::array{nan, 1.F, 1.F, nan, -infinity, -infinity}, bench.x.data());
    bench.evaluate();
    BOOST_TEST((std::isnan(bench.y[0]) && std::isnan(bench.y[1]) && bench.y[2] == -infinity));
}

BOOST_AUTO_TEST_CASE(shared_work_gives_the_same_bits) {
    using Bench = Rig<MaxPool1d<2, Stride{1}>, Shape<66, 40>, 13, float>;
    Bench alone, shared;
    alone.forward();
    alone.backward();
    Sliced team{4};
    Training<float> memory = shared.training();
    memory.team = &team;
    Bench::Machine::forward<13>(shared.x.data(), shared.y.data(), memory);
    Bench::Machine::backward<13>(shared.x.data(), shared.y.data(), shared.dy.data(), shared.dx.data(), memory);
    BOOST_TEST(team.works == 2);
    BOOST_TEST(same_bits<float>(alone.y.span(), shared.y.span()));
    BOOST_TEST(same_bits<float>(alone.dx.span(), shared.dx.span()));
}

BOOST_AUTO_TEST_CASE(laws) {
    obeys_the_laws<MaxPool1d<2>, Shape<8, 5>, 3>();
    obeys_the_laws<MaxPool1d<3>, Shape<11, 17>, 2>();
    obeys_the_laws<MaxPool1d<4, Dilation{2}, Stride{2}>, Shape<13, 33>, 1>();
    obeys_the_laws<MaxPool1d<3, causal, Dilation{5}, Stride{1}>, Shape<7, 9>, 2>(); // further back than there is
    obeys_the_laws<MaxPool1d<5, causal, Stride{3}>, Shape<10, 1>, 3>();
    obeys_the_laws<MaxPool1d<70, Stride{7}>, Shape<93, 2>, 2>(); // more than are taken at a time
    obeys_the_laws<MaxPool1d<1, Stride{3}>, Shape<8, 2>, 2>();
    obeys_the_laws<Sequential<Conv1d<7, 3>, Tanh, MaxPool1d<2>, Linear<4>>, Shape<9, 5>, 2>();
}

BOOST_AUTO_TEST_CASE(torch) {
    agree_with_torch<Case<MaxPool1d<2>, Shape<8, 5>, 2>, Case<MaxPool1d<3>, Shape<11, 17>, 3>,
                     Case<MaxPool1d<3, Stride{1}>, Shape<7, 9>, 2>, Case<MaxPool1d<2, Stride{3}>, Shape<10, 1>, 2>,
                     Case<MaxPool1d<4, Dilation{2}, Stride{2}>, Shape<13, 33>, 2>,
                     Case<MaxPool1d<3, causal>, Shape<8, 4>, 3>,
                     Case<MaxPool1d<3, causal, Dilation{2}, Stride{1}>, Shape<9, 7>, 2>>("MaxPool1d");
}
