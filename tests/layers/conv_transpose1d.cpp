// SPDX-License-Identifier: BSL-1.0
//
// ConvTranspose1d: its shape rule, its parameters, how far it sees, and its numbers against differences and PyTorch.
#include "tenon/layers/conv_transpose1d.hpp"

#include "support/laws.hpp"
#include "support/torch.hpp"

#include "tenon/compose/sequential.hpp"
#include "tenon/init.hpp"
#include "tenon/layers/conv1d.hpp"
#include "tenon/layers/tanh.hpp"
#include "tenon/model.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <span>
#include <type_traits>

using namespace tenon;
using namespace tenon::test;

namespace {

template <class Net, class In>
inline constexpr std::size_t positions_out = Output<Net, In>::positions;

} // namespace

BOOST_AUTO_TEST_CASE(positions_are_those_of_pytorch) {
    static_assert(std::is_same_v<Output<ConvTranspose1d<7, 4, Stride{2}>, Shape<9, 5>>, Shape<20, 7>>);
    static_assert(std::is_same_v<Output<ConvTranspose1d<5, 7, 3>, Shape<9, 5>>, Shape<11, 7>>);
    static_assert(positions_out<ConvTranspose1d<7, 3, Stride{2}, Dilation{3}>, Shape<9, 5>> == 23);
    static_assert(positions_out<ConvTranspose1d<7, 1, Stride{4}>, Shape<9, 5>> == 33);
    static_assert(positions_out<ConvTranspose1d<7, 4, Stride{2}, causal>, Shape<9, 5>> == 18);
    static_assert(positions_out<ConvTranspose1d<7, 2, Stride{3}, causal>, Shape<9, 5>> == 27);
}

BOOST_AUTO_TEST_CASE(what_does_not_fit_is_refused) {
    static_assert(!fits<ConvTranspose1d<7, 3>, Shape<5>> && !fits<ConvTranspose1d<7, 3>, Shape<2, 9, 5>>);
    static_assert(!fits<ConvTranspose1d<7, 3>, Tokens<27, 9>>);
    static_assert(!fits<ConvTranspose1d<4, 7, 3>, Shape<9, 5>> && fits<ConvTranspose1d<5, 7, 3>, Shape<9, 5>>);
    static_assert(!fits<ConvTranspose1d<6, 3, Groups{2}>, Shape<9, 5>> &&
                  fits<ConvTranspose1d<6, 3, Groups{2}>, Shape<9, 4>>);
}

BOOST_AUTO_TEST_CASE(other_spellings_are_refused) {
    using In = Shape<9, 4>;
    static_assert(!fits<ConvTranspose1d<>, In> && !fits<ConvTranspose1d<7>, In> && !fits<ConvTranspose1d<7, 0>, In>);
    static_assert(!fits<ConvTranspose1d<4, 7, 3, 1>, In> && !fits<ConvTranspose1d<causal, 7, 3>, In>);
    static_assert(!fits<ConvTranspose1d<7, 3, same_length>, In> && !fits<ConvTranspose1d<7, 3, aligned_rows>, In>);
    static_assert(!fits<ConvTranspose1d<7, 3, Groups{2}>, In>, "groups divide what comes out, too");
    static_assert(!fits<ConvTranspose1d<7, 3, Stride{0}>, In> && !fits<ConvTranspose1d<7, 3, Dilation{-1}>, In>);
}

BOOST_AUTO_TEST_CASE(parameters_are_weight_and_bias) {
    constexpr auto both = parameters<ConvTranspose1d<6, 3, Groups{2}>, Shape<9, 4>>;
    static_assert(both.size() == 2 && find_tensor(both, "weight").shape == Extents{3, 3, 4});
    static_assert(find_tensor(both, "weight").transposed_in_files && find_tensor(both, "bias").shape == Extents{6});
    static_assert(parameters<ConvTranspose1d<7, 3, no_bias>, Shape<9, 4>>.size() == 1);
    static_assert(parameter_count<ConvTranspose1d<7, 3>, Shape<9, 4>> == 3 * 4 * 7 + 7);
}

BOOST_AUTO_TEST_CASE(work_and_reach_are_known) {
    using In = Shape<16, 4>;
    static_assert(forward_flops<ConvTranspose1d<6, 3, Stride{2}, Groups{2}>, In, Batch<5>> ==
                  std::size_t{2} * 5 * 16 * 3 * 6 * 2);
    static_assert(receptive_field<ConvTranspose1d<6, 3>, In> == 3);
    static_assert(receptive_field<ConvTranspose1d<6, 4, Stride{2}>, In> == 2);
    static_assert(receptive_field<ConvTranspose1d<6, 3, Stride{2}>, In> == 2);
    static_assert(receptive_field<ConvTranspose1d<6, 2, Stride{3}>, In> == 1);
    static_assert(receptive_field<ConvTranspose1d<6, 2, Stride{2}, Dilation{3}>, In> == 1, "never two at a time");
    static_assert(receptive_field<ConvTranspose1d<6, 3, Stride{2}, Dilation{3}>, In> == 4);
    static_assert(receptive_field<ConvTranspose1d<6, 2, Stride{2}, Dilation{4}>, In> == 3);
    static_assert(receptive_field<Sequential<ConvTranspose1d<6, 4, Stride{2}>, Conv1d<4, 2>>, In> == 3);
    static_assert(receptive_field<Sequential<ConvTranspose1d<6, 3, Stride{2}>, Conv1d<4, 2>>, In> == 2);
    static_assert(receptive_field<Sequential<ConvTranspose1d<6, 3, Stride{2}>, Conv1d<4, 3>>, In> == 3);
    static_assert(receptive_field<Sequential<ConvTranspose1d<6, 3>, Conv1d<4, 3>>, In> == 5);
}

BOOST_AUTO_TEST_CASE(weights_start_with_the_deviation_of_pytorchs_fan_in) {
    Model<ConvTranspose1d<32, 5, Groups{2}>, Shape<9, 64>> model{Generator{3}};
    double sum = 0;
    for (const float value : model.parameter<"weight">()) sum += static_cast<double>(value) * value;
    BOOST_TEST(std::abs(sum / static_cast<double>(model.parameter<"weight">().size()) - 1.0 / (5 * 16)) < 5e-4);
    constexpr auto spec = find_tensor(parameters<ConvTranspose1d<32, 5, Groups{2}>, Shape<9, 64>>, "weight");
    const Fan fan = detail::fan_of(spec);
    BOOST_TEST((fan.in == std::size_t{5} * 16 && fan.out == std::size_t{5} * 64));
}

BOOST_AUTO_TEST_CASE(each_input_is_given_to_several_outputs) {
    Rig<ConvTranspose1d<1, 3, Stride{2}>, Shape<3, 1>, 1, float> bench;
    std::ranges::copy(std::array{1.F, 10.F, 100.F}, bench.parameters.data());
    bench.parameters[find_tensor(parameters<ConvTranspose1d<1, 3>, Shape<3, 1>>, "bias").offset] = 1000;
    std::ranges::copy(std::array{1.F, 2.F, 3.F}, bench.x.data());
    bench.evaluate();
    const std::array expected{1001.F, 1010.F, 1102.F, 1020.F, 1203.F, 1030.F, 1300.F};
    BOOST_TEST(bench.y.span() == std::span(expected), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(laws) {
    obeys_the_laws<ConvTranspose1d<7, 4, Stride{2}>, Shape<5, 3>, 3>();
    obeys_the_laws<ConvTranspose1d<17, 3>, Shape<6, 9>, 1>();
    obeys_the_laws<ConvTranspose1d<10, 3, Groups{5}, Stride{2}, Dilation{3}, no_bias>, Shape<7, 15>, 2>();
    obeys_the_laws<ConvTranspose1d<9, 4, Stride{2}, causal, Groups{3}>, Shape<5, 6>, 3>();
    obeys_the_laws<ConvTranspose1d<2, 2, Stride{3}, causal>, Shape<4, 5>, 2>();
    obeys_the_laws<ConvTranspose1d<1, 1>, Shape<1, 1>, 2>();
    obeys_the_laws<ConvTranspose1d<4, 2, Groups{2}, no_bias>, Shape<130, 6>, 2>(); // a sum over rows in two halves
    obeys_the_laws<Sequential<Conv1d<4, 3, Stride{2}>, Tanh, ConvTranspose1d<5, 3, Stride{2}>>, Shape<7, 3>, 2>();
}

BOOST_AUTO_TEST_CASE(torch) {
    agree_with_torch<Case<ConvTranspose1d<7, 4, Stride{2}>, Shape<5, 3>, 2>,
                     Case<ConvTranspose1d<5, 7, 3>, Shape<6, 5>, 3>,
                     Case<ConvTranspose1d<9, 3, Stride{2}, Dilation{3}>, Shape<7, 4>, 2>,
                     Case<ConvTranspose1d<6, 5, Stride{3}, Groups{2}, no_bias>, Shape<5, 4>, 2>,
                     Case<ConvTranspose1d<17, 4, Stride{2}, causal>, Shape<6, 3>, 3>,
                     Case<ConvTranspose1d<4, 2, Stride{3}, Groups{4}, causal>, Shape<5, 8>, 2>,
                     Case<ConvTranspose1d<1, 1>, Shape<4, 1>, 2>>("ConvTranspose1d");
}
