// SPDX-License-Identifier: BSL-1.0
//
// UTF-8: every code point there and back, and every sequence that RFC 3629 forbids refused, at either end of its range.
#include "tenon/data/utf8.hpp"

#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace {

using namespace std::string_view_literals;
using tenon::decode_utf8;
using tenon::encode_utf8;

constexpr char32_t last_point = 0x10ffff;

bool is_surrogate(char32_t point) { return point >= 0xd800 && point <= 0xdfff; }

std::size_t expected_length(char32_t point) { return point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4; }

} // namespace

BOOST_AUTO_TEST_SUITE(valid_text)

BOOST_AUTO_TEST_CASE(known_bytes_are_known_points) {
    BOOST_CHECK(decode_utf8("z\xc3\xab \xe2\x82\xac \xf0\x9d\x84\x9e") == U"z\u00eb \u20ac \U0001d11e");
    BOOST_TEST(encode_utf8(U'z') == "z");
    BOOST_TEST(encode_utf8(0xeb) == "\xc3\xab");
    BOOST_TEST(encode_utf8(0x20ac) == "\xe2\x82\xac");
    BOOST_TEST(encode_utf8(0x1d11e) == "\xf0\x9d\x84\x9e");
}

BOOST_AUTO_TEST_CASE(the_first_and_last_of_every_length_are_known_bytes) {
    BOOST_TEST(encode_utf8(0) == "\0"sv);
    BOOST_TEST(encode_utf8(0x7f) == "\x7f");
    BOOST_TEST(encode_utf8(0x80) == "\xc2\x80");
    BOOST_TEST(encode_utf8(0x7ff) == "\xdf\xbf");
    BOOST_TEST(encode_utf8(0x800) == "\xe0\xa0\x80");
    BOOST_TEST(encode_utf8(0xffff) == "\xef\xbf\xbf");
    BOOST_TEST(encode_utf8(0x10000) == "\xf0\x90\x80\x80");
    BOOST_TEST(encode_utf8(last_point) == "\xf4\x8f\xbf\xbf");
}

BOOST_AUTO_TEST_CASE(every_point_of_every_plane_comes_back) {
    std::size_t wrong = 0;
    for (char32_t point = 0; point <= last_point; ++point) {
        if (is_surrogate(point)) continue;
        const std::string bytes = encode_utf8(point);
        if (bytes.size() != expected_length(point) || decode_utf8(bytes) != std::u32string(1, point)) ++wrong;
    }
    BOOST_TEST(wrong == 0);
}

BOOST_AUTO_TEST_CASE(an_empty_text_has_no_points_and_a_nul_is_one) {
    BOOST_CHECK(decode_utf8("") == U"");
    BOOST_CHECK(decode_utf8("a\0b"sv) == std::u32string(U"a\0b", 3));
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(invalid_text)

BOOST_AUTO_TEST_CASE(an_overlong_form_is_refused) {
    for (const std::string_view text : {"\xc0\x80"sv, "\xc0\xaf"sv, "\xc1\xbf"sv, "\xe0\x80\x80"sv, "\xe0\x9f\xbf"sv,
                                        "\xf0\x80\x80\x80"sv, "\xf0\x8f\xbf\xbf"sv}) {
        BOOST_CHECK(!decode_utf8(text));
    }
}

BOOST_AUTO_TEST_CASE(a_surrogate_is_refused_and_its_neighbours_are_not) {
    for (char32_t point = 0xd800; point <= 0xdfff; ++point) BOOST_CHECK(!decode_utf8(encode_utf8(point)));
    BOOST_CHECK(decode_utf8("\xed\x9f\xbf") == U"\ud7ff");
    BOOST_CHECK(decode_utf8("\xee\x80\x80") == U"\ue000");
}

BOOST_AUTO_TEST_CASE(a_point_beyond_the_last_is_refused) {
    BOOST_CHECK(!decode_utf8("\xf4\x90\x80\x80"));
    for (const std::string_view text : {"\xf5\x80\x80\x80"sv, "\xf7\xbf\xbf\xbf"sv, "\xf8\x88\x80\x80\x80"sv,
                                        "\xfc\x84\x80\x80\x80\x80"sv, "\xfe"sv, "\xff"sv}) {
        BOOST_CHECK(!decode_utf8(text));
    }
}

BOOST_AUTO_TEST_CASE(a_sequence_cut_short_is_refused_at_the_end_and_before_more_text) {
    for (const char32_t point : {U'\u00eb', U'\u20ac', U'\U0001d11e'}) {
        const std::string whole = encode_utf8(point);
        for (std::size_t length = 1; length < whole.size(); ++length) {
            BOOST_CHECK(!decode_utf8(whole.substr(0, length)));
            BOOST_CHECK(!decode_utf8(whole.substr(0, length) + "abc"));
            BOOST_CHECK(!decode_utf8(whole.substr(0, length) + whole));
        }
    }
}

// The text goes on in the buffer behind the view, with just the byte that would complete it.
BOOST_AUTO_TEST_CASE(nothing_behind_the_end_of_the_view_is_read) {
    BOOST_CHECK(!decode_utf8("\xe2\x82\xac"sv.substr(0, 2)));
    BOOST_CHECK(decode_utf8("a\xe2\x82\xac"sv.substr(0, 1)) == U"a");
}

BOOST_AUTO_TEST_CASE(a_byte_that_continues_nothing_is_refused) {
    for (int byte = 0x80; byte < 0xc0; ++byte) BOOST_CHECK(!decode_utf8(std::string("a") + static_cast<char>(byte)));
    BOOST_CHECK(!decode_utf8("\xc3\xab\xab"));
}

BOOST_AUTO_TEST_CASE(one_bad_byte_spoils_the_whole_text) {
    BOOST_CHECK(!decode_utf8("\xff"
                             "abc"));
    BOOST_CHECK(!decode_utf8("abc\xff"));
}

BOOST_AUTO_TEST_SUITE_END()
