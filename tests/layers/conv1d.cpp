// SPDX-License-Identifier: BSL-1.0
//
// Conv1d: its shape rule, its parameters, and its numbers against differences and PyTorch.
#include "tenon/layers/conv1d.hpp"

#include "support/laws.hpp"
#include "support/torch.hpp"

#include "tenon/compose/sequential.hpp"
#include "tenon/layers/batch_norm1d.hpp"
#include "tenon/layers/tanh.hpp"
#include "tenon/model.hpp"

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <cstddef>
#include <type_traits>

using namespace tenon;
using namespace tenon::test;

namespace {

template <class Net, class In>
inline constexpr std::size_t positions_out = Output<Net, In>::positions;

} // namespace

BOOST_AUTO_TEST_CASE(positions_are_those_of_pytorch) {
    static_assert(std::is_same_v<Output<Conv1d<7, 3>, Shape<9, 5>>, Shape<7, 7>>);
    static_assert(std::is_same_v<Output<Conv1d<7, 3>, Shape<3, 5>>, Shape<1, 7>>);
    static_assert(std::is_same_v<Output<Conv1d<5, 7, 3, causal>, Shape<9, 5>>, Shape<9, 7>>);
    static_assert(positions_out<Conv1d<7, 3, Dilation{4}>, Shape<9, 5>> == 1);
    static_assert(positions_out<Conv1d<7, 4, same_length>, Shape<9, 5>> == 9);
    static_assert(positions_out<Conv1d<7, 3, Stride{2}>, Shape<9, 5>> == 4);
    static_assert(positions_out<Conv1d<7, 3, Stride{2}>, Shape<10, 5>> == 4);
    static_assert(positions_out<Conv1d<7, 3, Stride{2}, causal>, Shape<9, 5>> == 5);
    static_assert(positions_out<Conv1d<7, 3, Stride{2}, causal>, Shape<10, 5>> == 5);
}

BOOST_AUTO_TEST_CASE(what_does_not_fit_is_refused) {
    static_assert(!fits<Conv1d<7, 3>, Shape<5>> && !fits<Conv1d<7, 3>, Shape<2, 9, 5>>);
    static_assert(!fits<Conv1d<7, 3>, Tokens<27, 9>>);
    static_assert(!fits<Conv1d<4, 7, 3>, Shape<9, 5>> && fits<Conv1d<5, 7, 3>, Shape<9, 5>>);
    static_assert(!fits<Conv1d<7, 3>, Shape<2, 5>> && fits<Conv1d<7, 3, causal>, Shape<2, 5>>);
    static_assert(!fits<Conv1d<7, 3, Dilation{4}>, Shape<8, 5>>);
    static_assert(!fits<Conv1d<6, 3, Groups{2}>, Shape<9, 5>> && fits<Conv1d<6, 3, Groups{2}>, Shape<9, 4>>);
}

BOOST_AUTO_TEST_CASE(other_spellings_are_refused) {
    using In = Shape<9, 4>;
    static_assert(!fits<Conv1d<>, In> && !fits<Conv1d<7>, In> && !fits<Conv1d<7, 0>, In> && !fits<Conv1d<0, 3>, In>);
    static_assert(!fits<Conv1d<4, 7, 3, 1>, In> && !fits<Conv1d<causal, 7, 3>, In>);
    static_assert(!fits<Conv1d<7, 3, causal, same_length>, In> && !fits<Conv1d<7, 3, same_length, Stride{2}>, In>);
    static_assert(!fits<Conv1d<7, 3, Groups{2}>, In>, "groups divide what comes out, too");
    static_assert(!fits<Conv1d<7, 3, Dilation{0}>, In> && !fits<Conv1d<7, 3, Stride{-1}>, In>);
    static_assert(!fits<Conv1d<7, 3, Dilation{1}, Dilation{2}>, In> && !fits<Conv1d<7, 3, causal, causal>, In>);
    static_assert(!fits<Conv1d<7, 3, aligned_rows>, In> && !fits<Conv1d<7, 3, unbiased>, In>);
}

BOOST_AUTO_TEST_CASE(parameters_are_weight_and_bias) {
    constexpr auto both = parameters<Conv1d<6, 3, Groups{2}>, Shape<9, 4>>;
    static_assert(both.size() == 2 && find_tensor(both, "weight").shape == Extents{3, 2, 6});
    static_assert(find_tensor(both, "bias").shape == Extents{6});
    static_assert(parameters<Conv1d<7, 3, no_bias>, Shape<9, 4>>.size() == 1);
    static_assert(parameter_count<Conv1d<7, 3>, Shape<9, 4>> == 3 * 4 * 7 + 7);
}

BOOST_AUTO_TEST_CASE(work_and_reach_are_known) {
    static_assert(forward_flops<Conv1d<7, 3>, Shape<9, 4>, Batch<2>> == std::size_t{2} * 2 * 7 * 3 * 4 * 7);
    static_assert(forward_flops<Conv1d<6, 3, Groups{2}, causal>, Shape<9, 4>, Batch<1>> ==
                  std::size_t{2} * 9 * 3 * 2 * 6);
    using Stack =
        Sequential<Conv1d<4, 3, causal>, Conv1d<4, 3, Dilation{2}, causal>, Conv1d<4, 2, Dilation{8}, causal>>;
    static_assert(receptive_field<Stack, Shape<9, 4>> == 1 + 2 + 4 + 8);
    static_assert(receptive_field<Sequential<Conv1d<4, 3, Stride{2}>, Conv1d<4, 3>>, Shape<20, 4>> == 7);
}

BOOST_AUTO_TEST_CASE(weights_start_with_the_deviation_of_their_fan_in) {
    Model<Conv1d<64, 5, Groups{2}>, Shape<9, 32>> model{Generator{3}};
    double sum = 0;
    for (const float value : model.parameter<"weight">()) sum += static_cast<double>(value) * value;
    BOOST_TEST(std::abs(sum / static_cast<double>(model.parameter<"weight">().size()) - 1.0 / (5 * 16)) < 5e-4);
}

BOOST_AUTO_TEST_CASE(laws) {
    obeys_the_laws<Conv1d<7, 3>, Shape<9, 5>, 3>();
    obeys_the_laws<Conv1d<17, 2, causal, Dilation{3}>, Shape<6, 9>, 2>();
    obeys_the_laws<Conv1d<10, 3, Groups{5}, same_length, no_bias>, Shape<7, 15>, 2>();
    obeys_the_laws<Conv1d<9, 4, Stride{3}, causal, Groups{3}>, Shape<11, 6>, 3>();
    obeys_the_laws<Conv1d<1, 1>, Shape<1, 1>, 2>();
    obeys_the_laws<Conv1d<3, 2, no_bias>, Shape<150, 2>, 2>(); // more rows than are summed in one piece
    obeys_the_laws<Conv1d<4, 2, Groups{2}>, Shape<130, 6>, 2>();
    obeys_the_laws<Sequential<Conv1d<5, 3, causal>, BatchNorm1d<>, Tanh, Conv1d<4, 2>>, Shape<7, 3>, 3>();
}

BOOST_AUTO_TEST_CASE(torch) {
    agree_with_torch<
        Case<Conv1d<7, 3>, Shape<9, 5>, 2>, Case<Conv1d<5, 7, 3, causal>, Shape<8, 5>, 3>,
        Case<Conv1d<9, 2, Dilation{3}, causal>, Shape<11, 3>, 2>,
        Case<Conv1d<6, 3, Dilation{2}, Groups{2}, causal, no_bias>, Shape<9, 4>, 2>,
        Case<Conv1d<17, 4, same_length>, Shape<10, 3>, 2>, Case<Conv1d<8, 3, Stride{2}, Groups{4}>, Shape<11, 8>, 3>,
        Case<Conv1d<3, 5, Stride{3}, Dilation{2}, causal>, Shape<13, 2>, 2>, Case<Conv1d<1, 1>, Shape<4, 1>, 2>>(
        "Conv1d");
}
