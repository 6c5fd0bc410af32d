// SPDX-License-Identifier: BSL-1.0
//
// The example's own layer is as good as ours: it obeys the laws, alone and in every form.
#include "../examples/own_layer/snake.hpp"
#include "support/laws.hpp"

#include "tenon/tenon.hpp"

#include <boost/test/unit_test.hpp>

using namespace tenon;
using namespace tenon::test;

BOOST_AUTO_TEST_CASE(it_obeys_the_laws) {
    obeys_the_laws<Snake, Shape<5, 7>, 3>();
    obeys_the_laws<Snake, Shape<35>, 2>();
}

BOOST_AUTO_TEST_CASE(it_takes_part_in_every_form) {
    obeys_the_laws<Sequential<Linear<7>, Snake, Residual<Snake>, Repeat<2, Snake>>, Shape<4, 5>, 3>();
    obeys_the_laws<Parallel<Concat, Snake, Gated<Snake, Linear<5>, Snake>, TimeDistributed<Snake>>, Shape<4, 5>, 3>();
    obeys_the_laws<CollectSkips<Sequential<Snake, Linear<8>>, Sequential<Linear<3>, Snake>>, Shape<4, 5>, 3>();
}

BOOST_AUTO_TEST_CASE(its_mistakes_are_told_in_the_same_sentences) {
    using Wrong = Sequential<Embedding<6>, Snake, Linear<7, 9>>;
    BOOST_TEST(
        (sentence<Verdict<Wrong, Tokens<11, 4>>>.view()) ==
        "layer 2, Linear<7, 9>, takes 7 features but layer 1, Snake, gives 6 (Shape<4, 6>): write Linear<6, 9> or "
        "Linear<9>");
    BOOST_TEST(
        (sentence<Verdict<Snake, Tokens<11, 4>>>.view()) ==
        "Snake takes real numbers (a Shape) but the input gives Tokens<11, 4>: put Embedding<features> in front");
}

BOOST_AUTO_TEST_CASE(it_is_kept_when_a_net_is_made_fit_for_evaluation) {
    static_assert(std::is_same_v<ForEvaluation<Sequential<Linear<7>, BatchNorm1d<>, Snake>, Shape<4>>,
                                 Sequential<Linear<7>, Snake>>);
}
