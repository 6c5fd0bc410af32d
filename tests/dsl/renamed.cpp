// SPDX-License-Identifier: BSL-1.0
//
// A program that holds several versions of its code renames tenon's namespace by a definition, and sees no other
// spellings and sentences for it.
#define tenon tenon_under_another_name
#include "tenon/dsl.hpp"

#include <boost/test/unit_test.hpp>

#include <string_view>

using namespace tenon;

BOOST_AUTO_TEST_CASE(types_are_spelled_without_the_other_name) {
    using Net = Sequential<FlattenConsecutive<2>, Linear<48, 128, no_bias>, BatchNorm1d<unbiased>>;
    BOOST_TEST(spelling<Net>().view() ==
               "Sequential<FlattenConsecutive<2>, Linear<48, 128, no_bias>, BatchNorm1d<unbiased>>");
    BOOST_TEST((spelling<tenon_under_another_name::Shape<4, 48>>().view()) == "Shape<4, 48>");
}

BOOST_AUTO_TEST_CASE(sentences_do_not_have_the_other_name) {
    using Wrong = Sequential<FlattenConsecutive<2>, Linear<40, 128>>;
    BOOST_TEST((sentence<Verdict<Wrong, Shape<8, 24>>>.view()) ==
               "layer 1, Linear<40, 128>, takes 40 features but layer 0, FlattenConsecutive<2>, gives 48 "
               "(Shape<4, 48>): write Linear<48, 128> or Linear<128>");
}
