// SPDX-License-Identifier: BSL-1.0
//
// Words out of a text, with the line ends of every system, and a sentence that names file and line for every file
// that holds none.
#include "tenon/data/words.hpp"

#include "support/files.hpp"
#include "support/thrown.hpp"

#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace {

using tenon::parse_words;
using tenon::read_words;
using tenon::Word;
using tenon::test::bytes_of;
using tenon::test::TemporaryDirectory;
using tenon::test::thrown;
using tenon::test::write_bytes;
using words = std::vector<Word>;

std::string text_refusal(std::string_view text) {
    return thrown<std::runtime_error>([&] { parse_words(text, "list"); });
}
std::string file_refusal(const std::filesystem::path& path) {
    return thrown<std::runtime_error>([&] { read_words(path); });
}

const words emma_and_zoe{U"emma", U"zo\u00eb"};

} // namespace

BOOST_AUTO_TEST_SUITE(text)

BOOST_AUTO_TEST_CASE(a_line_is_a_word_with_either_line_end) {
    BOOST_CHECK(parse_words("emma\nzo\xc3\xab\n", "") == emma_and_zoe);
    BOOST_CHECK(parse_words("emma\r\nzo\xc3\xab\r\n", "") == emma_and_zoe);
    BOOST_CHECK(parse_words("emma\r\nzo\xc3\xab\n", "") == emma_and_zoe);
}

BOOST_AUTO_TEST_CASE(the_last_line_need_not_end) {
    BOOST_CHECK(parse_words("emma\nzo\xc3\xab", "") == emma_and_zoe);
    BOOST_CHECK(parse_words("emma\r\nzo\xc3\xab\r", "") == emma_and_zoe);
    BOOST_CHECK(parse_words("a", "") == words{U"a"});
}

BOOST_AUTO_TEST_CASE(empty_lines_do_not_count) {
    BOOST_CHECK(parse_words("\n\nemma\n\n\r\nzo\xc3\xab\n\n", "") == emma_and_zoe);
}

BOOST_AUTO_TEST_CASE(a_byte_order_mark_belongs_to_no_word) {
    BOOST_CHECK(parse_words("\xef\xbb\xbf"
                            "emma\nzo\xc3\xab",
                            "") == emma_and_zoe);
    BOOST_CHECK(parse_words("a\n\xef\xbb\xbf"
                            "b",
                            "") == (words{U"a", U"\ufeff"
                                                U"b"}));
}

BOOST_AUTO_TEST_CASE(order_and_repeats_stay_and_so_does_all_within_a_line) {
    BOOST_CHECK(parse_words("b\na\nb\n x y\t\na\rb\n", "") == (words{U"b", U"a", U"b", U" x y\t", U"a\rb"}));
}

BOOST_AUTO_TEST_CASE(a_text_without_words_is_refused) {
    for (const std::string_view text : {"", "\n", "\r\n\n", "\xef\xbb\xbf"}) {
        BOOST_TEST(text_refusal(text) == "list: holds no words, expected one a line");
    }
}

BOOST_AUTO_TEST_CASE(a_line_that_is_not_utf8_is_named_by_its_number_empty_lines_counted) {
    BOOST_TEST(text_refusal("\xff") == "list, line 1: not UTF-8, expected one word a line in UTF-8");
    BOOST_TEST(text_refusal("emma\n\r\n\nzo\xeb\nava") == "list, line 4: not UTF-8, expected one word a line in UTF-8");
}

// The bytes of one character on two lines are not that character.
BOOST_AUTO_TEST_CASE(a_character_does_not_go_over_a_line_end) {
    BOOST_TEST(text_refusal("zo\xc3\n\xab") == "list, line 1: not UTF-8, expected one word a line in UTF-8");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(file)

BOOST_AUTO_TEST_CASE(a_file_is_read_byte_for_byte) {
    const TemporaryDirectory directory;
    BOOST_CHECK(read_words(write_bytes(directory / "list", "emma\r\nzo\xc3\xab")) == emma_and_zoe);
}

BOOST_AUTO_TEST_CASE(a_large_file_is_read_whole) {
    const TemporaryDirectory directory;
    std::string text;
    for (int number = 0; number < 100'000; ++number) text += "word" + std::to_string(number) + "\n";
    const auto large = read_words(write_bytes(directory / "list", text));
    BOOST_TEST(large.size() == 100'000);
    BOOST_CHECK(large.back() == U"word99999");
}

BOOST_AUTO_TEST_CASE(what_cannot_be_read_is_named_with_the_reason) {
    const TemporaryDirectory directory;
    const std::string path = directory.path().string();
    BOOST_TEST(file_refusal(directory / "none") == path + "/none: cannot be read: No such file or directory");
    BOOST_TEST(file_refusal(directory.path()) == path + ": cannot be read: Is a directory");
}

BOOST_AUTO_TEST_CASE(an_empty_file_and_one_that_is_not_utf8_are_named) {
    const TemporaryDirectory directory;
    const auto empty = write_bytes(directory / "empty", ""), latin1 = write_bytes(directory / "latin1", "a\nzo\xeb\n");
    BOOST_TEST(file_refusal(empty) == empty.string() + ": holds no words, expected one a line");
    BOOST_TEST(file_refusal(latin1) == latin1.string() + ", line 2: not UTF-8, expected one word a line in UTF-8");
}

BOOST_AUTO_TEST_SUITE_END()
