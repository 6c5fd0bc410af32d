// SPDX-License-Identifier: BSL-1.0
//
// Text from outside as a message shows it: nothing that a terminal obeys, and no more than is asked for.
#include "tenon/data/printable.hpp"

#include "tenon/data/utf8.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>

using tenon::printable;
using tenon::valid_utf8;
using namespace std::string_view_literals;

BOOST_AUTO_TEST_CASE(text_that_shows_stays_as_it_is) {
    for (const std::string_view text :
         {""sv, "0.weight"sv, "zo\xc3\xab \xe6\xbc\xa2 \xf0\x9f\x98\x80"sv, "a\\b\"'"sv}) {
        BOOST_TEST(printable(text) == text);
        BOOST_TEST(valid_utf8(text) == text);
    }
}

BOOST_AUTO_TEST_CASE(what_a_terminal_obeys_is_escaped) {
    BOOST_TEST(printable("a\x1b[31m\n\r\t\0\x7f"sv) == "a\\x1b[31m\\x0a\\x0d\\x09\\x00\\x7f");
    BOOST_TEST(printable("\xc2\x9b"
                         "1m") == "\\u009b1m");
    BOOST_TEST(printable("\xe2\x80\xae|\xe2\x80\x8b|\xef\xbb\xbf|\xf3\xa0\x81\xa1") ==
               "\\u202e|\\u200b|\\ufeff|\\U000e0061");
}

BOOST_AUTO_TEST_CASE(bytes_that_are_not_utf8_are_escaped_one_by_one) {
    BOOST_TEST(printable("zo\xeb.txt") == "zo\\xeb.txt");
    BOOST_TEST(printable("\xff\xc3") == "\\xff\\xc3");
    BOOST_TEST(printable("\xed\xa0\x80") == "\\xed\\xa0\\x80");
    BOOST_TEST(valid_utf8("zo\xeb.txt") == "zo\xef\xbf\xbd.txt");
    BOOST_TEST(valid_utf8("\xed\xa0\x80") == "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd");
}

BOOST_AUTO_TEST_CASE(what_follows_the_first_characters_is_left_out) {
    BOOST_TEST(printable("abc", 3) == "abc");
    BOOST_TEST(printable("abcd", 3) == "abc...");
    BOOST_TEST(printable("\xc3\xab\xc3\xab\xc3\xab", 2) == "\xc3\xab\xc3\xab...");
    const std::string cut = printable(std::string(1'000'000, 'x'));
    BOOST_TEST(cut.size() == 103);
    BOOST_TEST(cut.ends_with("x..."));
}
