// SPDX-License-Identifier: BSL-1.0
//
// Upsample: its shape rule, how far a net with it sees, and its numbers against differences and PyTorch.
#include "tenon/layers/upsample.hpp"

#include "support/laws.hpp"
#include "support/torch.hpp"

#include "tenon/compose/parallel.hpp"
#include "tenon/compose/residual.hpp"
#include "tenon/compose/sequential.hpp"
#include "tenon/layers/conv1d.hpp"
#include "tenon/layers/max_pool1d.hpp"
#include "tenon/layers/tanh.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <array>
#include <span>
#include <type_traits>

using namespace tenon;
using namespace tenon::test;

BOOST_AUTO_TEST_CASE(each_position_comes_several_times) {
    static_assert(std::is_same_v<Output<Upsample<2>, Shape<4, 5>>, Shape<8, 5>>);
    static_assert(std::is_same_v<Output<Upsample<1>, Shape<4, 5>>, Shape<4, 5>>);
    Rig<Upsample<2>, Shape<3, 2>, 1, float> bench;
    std::ranges::copy(std::array{1.F, 2.F, 3.F, 4.F, 5.F, 6.F}, bench.x.data());
    bench.evaluate();
    const std::array expected{1.F, 2.F, 1.F, 2.F, 3.F, 4.F, 3.F, 4.F, 5.F, 6.F, 5.F, 6.F};
    BOOST_TEST(bench.y.span() == std::span(expected), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(what_does_not_fit_is_refused) {
    using In = Shape<4, 5>;
    static_assert(!fits<Upsample<2>, Shape<5>> && !fits<Upsample<2>, Shape<2, 4, 5>>);
    static_assert(!fits<Upsample<2>, Tokens<27, 8>>);
    static_assert(!fits<Upsample<>, In> && !fits<Upsample<0>, In> && !fits<Upsample<2, 2>, In>);
    static_assert(!fits<Upsample<2, Stride{2}>, In> && !fits<Upsample<2, causal>, In>);
    static_assert(!fits<Upsample<2'000'000'000>, In>, "more numbers than can be counted");
}

/// Three neighbours stand on two positions if each comes twice, and so do two if they do not come from the same.
BOOST_AUTO_TEST_CASE(reach_is_known) {
    using In = Shape<16, 5>;
    static_assert(receptive_field<Upsample<2>, In> == 1 && receptive_field<Upsample<1>, In> == 1);
    static_assert(receptive_field<Sequential<Upsample<2>, Conv1d<4, 2>>, In> == 2);
    static_assert(receptive_field<Sequential<Upsample<2>, Conv1d<4, 3>>, In> == 2);
    static_assert(receptive_field<Sequential<Upsample<2>, Conv1d<4, 2>, Conv1d<4, 2>>, In> == 2);
    static_assert(receptive_field<Sequential<Upsample<2>, Conv1d<4, 4>>, In> == 3);
    static_assert(receptive_field<Sequential<Upsample<3>, Conv1d<4, 4>>, In> == 2);
    static_assert(receptive_field<Sequential<MaxPool1d<2>, Upsample<2>>, In> == 2);
    static_assert(receptive_field<Sequential<MaxPool1d<1, Stride{2}>, Upsample<2>, Conv1d<4, 3>>, In> == 3);
    static_assert(receptive_field<Sequential<Conv1d<4, 3>, Upsample<2>, Upsample<2>, Conv1d<4, 6>>, In> == 5);
    // It is the same in a form.
    using Form = Sequential<MaxPool1d<1, Stride{2}>, Upsample<2>>;
    static_assert(receptive_field<Sequential<Form, Conv1d<4, 3>>, In> == 3);
    static_assert(receptive_field<Sequential<Residual<Form>, Conv1d<4, 3>>, In> == 3);
    static_assert(receptive_field<Sequential<Residual<Form, Conv1d<5, 5, same_length>>, Conv1d<4, 3>>, In> == 7);
    static_assert(
        receptive_field<
            Sequential<Parallel<Sum, Upsample<2>, Sequential<Upsample<2>, Conv1d<5, 3, causal>>>, Conv1d<4, 2>>, In> ==
        3);
}

BOOST_AUTO_TEST_CASE(laws) {
    obeys_the_laws<Upsample<2>, Shape<4, 5>, 3>();
    obeys_the_laws<Upsample<3>, Shape<5, 17>, 2>();
    obeys_the_laws<Upsample<70>, Shape<2, 3>, 1>();
    obeys_the_laws<Upsample<4>, Shape<3, 1>, 2>();
    obeys_the_laws<Sequential<MaxPool1d<2>, Upsample<2>, Conv1d<7, 3>, Tanh>, Shape<8, 5>, 2>();
}

BOOST_AUTO_TEST_CASE(torch) {
    agree_with_torch<Case<Upsample<2>, Shape<5, 7>, 3>, Case<Upsample<3>, Shape<4, 17>, 2>>("Upsample");
}
