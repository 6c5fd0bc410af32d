// SPDX-License-Identifier: BSL-1.0
//
// The sentences about nets that do not fit, word for word. What compilers make of them is tested in tests/reject.
#include "tenon/dsl/diagnose.hpp"

#include "tenon/dsl/judge.hpp"
#include "tenon/tenon.hpp"

#include <boost/test/unit_test.hpp>

#include <string_view>

using namespace tenon;

namespace {

template <class Net, class In>
std::string_view says() {
    return sentence<Verdict<Net, In>>;
}

} // namespace

BOOST_AUTO_TEST_CASE(features) {
    BOOST_TEST(
        (says<Sequential<Embedding<27, 24>, FlattenConsecutive<2>, Linear<40, 128>>, Tokens<27, 8>>()) ==
        "layer 2, Linear<40, 128>, takes 40 features but layer 1, FlattenConsecutive<2>, gives 48 (Shape<4, 48>): "
        "write Linear<48, 128> or Linear<128>");
    BOOST_TEST((says<Sequential<Linear<7>, BatchNorm1d<8, unbiased>>, Shape<3>>()) ==
               "layer 1, BatchNorm1d<8, unbiased>, takes 8 features but layer 0, Linear<7>, gives 7 (Shape<7>): "
               "write BatchNorm1d<7, unbiased> or BatchNorm1d<unbiased>");
}

BOOST_AUTO_TEST_CASE(tokens_and_reals) {
    BOOST_TEST((says<Sequential<Linear<7>>, Tokens<27, 8>>()) ==
               "layer 0, Linear<7>, takes real numbers (a Shape) but the input gives Tokens<27, 8>: put "
               "Embedding<features> in front");
    BOOST_TEST((says<Sequential<Tanh, Embedding<7>>, Shape<3>>()) ==
               "layer 1, Embedding<7>, takes tokens but layer 0, Tanh, gives Shape<3>");
}

BOOST_AUTO_TEST_CASE(vocabulary) {
    BOOST_TEST((says<Sequential<Embedding<26, 24>>, Tokens<27, 8>>()) ==
               "layer 0, Embedding<26, 24>, takes a vocabulary of at most 26 but the input gives 27 (Tokens<27, 8>): "
               "write Embedding<27, 24> or Embedding<24>");
}

BOOST_AUTO_TEST_CASE(positions) {
    BOOST_TEST(
        (says<Sequential<FlattenConsecutive<3>>, Shape<8, 24>>()) ==
        "layer 0, FlattenConsecutive<3>, takes positions in groups of 3 but the input gives 8 (Shape<8, 24>): write "
        "FlattenConsecutive<2> or FlattenConsecutive<4>");
    BOOST_TEST(
        (says<Sequential<Flatten, FlattenConsecutive<2>>, Shape<8, 24>>()) ==
        "layer 1, FlattenConsecutive<2>, takes two axes (positions, features) but layer 0, Flatten, gives Shape<192>");
}

BOOST_AUTO_TEST_CASE(nested_positions) {
    BOOST_TEST((says<Sequential<Linear<4>, Sequential<Tanh, Linear<5, 7>>>, Shape<3>>()) ==
               "layer 1.1, Linear<5, 7>, takes 5 features but layer 1.0, Tanh, gives 4 (Shape<4>): "
               "write Linear<4, 7> or Linear<7>");
}

BOOST_AUTO_TEST_CASE(spelling_of_a_layer) {
    BOOST_TEST(
        (says<Sequential<Linear<0>>, Shape<3>>()) ==
        "layer 0, Linear<0>, is not a spelling tenon knows: write Linear<out> or Linear<in, out> with sizes of at "
        "least 1, then any of no_bias, aligned_rows");
}

BOOST_AUTO_TEST_CASE(a_lone_layer_has_no_position) {
    BOOST_TEST((says<Linear<5, 7>, Shape<4>>()) ==
               "Linear<5, 7> takes 5 features but the input gives 4 (Shape<4>): write Linear<4, 7> or Linear<7>");
}

BOOST_AUTO_TEST_CASE(training_on_single_values) {
    using Net = Sequential<Linear<7>, BatchNorm1d<>>;
    BOOST_TEST((sentence<TrainingVerdict<Net, Shape<3>, 1, CrossEntropy>>.view()) ==
               "layer 1, BatchNorm1d<>, takes 2 or more values per channel to train on but layer 0, Linear<7>, gives 1 "
               "(Shape<7>, Batch<1>): write Batch<2> or larger");
}

BOOST_AUTO_TEST_CASE(a_loss_on_the_wrong_output) {
    using Net = Sequential<Linear<7>>;
    BOOST_TEST((sentence<TrainingVerdict<Net, Shape<2, 3>, 5, CrossEntropy>>.view()) ==
               "CrossEntropy takes one axis (classes) but the net gives Shape<2, 7>: write CrossEntropyPerPosition");
}
