// SPDX-License-Identifier: BSL-1.0
//
// Small letters: the scripts with two cases, and all that has none.
#include "tenon/data/lowercase.hpp"

#include <boost/test/unit_test.hpp>

#include <clocale>
#include <string>

using tenon::lowered;

BOOST_AUTO_TEST_CASE(capitals_of_every_script_become_small) {
    BOOST_CHECK(lowered(U"EMMA") == U"emma");
    BOOST_CHECK(lowered(U"ZO\u00cb \u0141\u00d3D\u0179 \u1e9e") == U"zo\u00eb \u0142\u00f3d\u017a \u00df");
    BOOST_CHECK(lowered(U"\u0391\u0398\u0397\u039d\u0391") == U"\u03b1\u03b8\u03b7\u03bd\u03b1");
    BOOST_CHECK(lowered(U"\u0416\u0416\u0401") == U"\u0436\u0436\u0451");
    BOOST_CHECK(lowered(U"\u0531\u10a0\U00010400") == U"\u0561\u2d00\U00010428");
}

BOOST_AUTO_TEST_CASE(one_code_point_becomes_one) {
    BOOST_CHECK(lowered(U"\u0130") == U"i");                  // not i and a dot above
    BOOST_CHECK(lowered(U"\u039f\u03a3") == U"\u03bf\u03c3"); // not the sigma of a word's end
    std::u32string all;
    for (char32_t point = 0; point <= 0x10ffff; ++point) {
        if (point < 0xd800 || point > 0xdfff) all += point;
    }
    const std::u32string small = lowered(all);
    BOOST_TEST(small.size() == all.size());
    BOOST_CHECK(lowered(small) == small);
}

BOOST_AUTO_TEST_CASE(what_is_small_or_has_no_case_stays) {
    const std::u32string text = U"emma zo\u00eb 12'-_. \u6f22 \u092e \u00df \U0001f600";
    BOOST_CHECK(lowered(text) == text);
    BOOST_CHECK(lowered(U"").empty());
}

BOOST_AUTO_TEST_CASE(the_locale_of_the_program_does_not_count) {
    std::setlocale(LC_ALL, "C"); // NOLINT(concurrency-mt-unsafe): there is one thread
    BOOST_CHECK(lowered(U"\u00c9") == U"\u00e9");
}
