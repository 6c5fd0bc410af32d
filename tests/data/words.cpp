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

BOOST_AUTO_TEST_CASE(a_byte_order_mark_at_the_start_belongs_to_no_word) {
    BOOST_CHECK(parse_words("\xef\xbb\xbf"
                            "emma\nzo\xc3\xab",
                            "") == emma_and_zoe);
}

BOOST_AUTO_TEST_CASE(a_lone_carriage_return_ends_a_line) {
    BOOST_CHECK(parse_words("emma\rzo\xc3\xab\r", "") == emma_and_zoe);
    BOOST_CHECK(parse_words("emma\r\r\nzo\xc3\xab\r\r", "") == emma_and_zoe);
    BOOST_TEST(text_refusal("a\rb\r\nc\n\x01").starts_with("list, line 4: "));
}

BOOST_AUTO_TEST_CASE(order_and_repeats_stay) {
    BOOST_CHECK(parse_words("b\na\nb\nb", "") == (words{U"b", U"a", U"b", U"b"}));
}

BOOST_AUTO_TEST_CASE(blanks_at_both_ends_of_a_line_do_not_count) {
    BOOST_CHECK(parse_words(" \temma\t \n\xc2\xa0zo\xc3\xab\xe3\x80\x80\r\n \t\n\xe2\x80\x89\n", "") == emma_and_zoe);
}

BOOST_AUTO_TEST_CASE(hyphens_apostrophes_capitals_and_letters_of_any_script_are_characters) {
    const std::string text = "O'Neil\nJean-Luc\n\xe6\xbc\xa2\n\xe0\xa4\xae\xe0\xa5\x80\n7_(\"=:\n";
    BOOST_CHECK(parse_words(text, "") == (words{U"O'Neil", U"Jean-Luc", U"\u6f22", U"\u092e\u0940", U"7_(\"=:"}));
}

BOOST_AUTO_TEST_CASE(a_word_of_a_thousand_characters_is_one_and_a_longer_one_is_refused_in_a_short_sentence) {
    std::string word;
    for (int count = 0; count < 1000; ++count) word += "\xc3\xab";
    BOOST_TEST(parse_words(word, "")[0].size() == 1000);
    BOOST_TEST(text_refusal("a\n" + word + "a") == "list, line 2: a word of 1001 characters, expected at most 1000");
    BOOST_TEST(text_refusal(std::string(100'000, 'a')) ==
               "list, line 1: a word of 100000 characters, expected at most 1000");
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

BOOST_AUTO_TEST_SUITE(refused)

BOOST_AUTO_TEST_CASE(a_mark_inside_the_text_is_refused_by_line) {
    const std::string sentence = "a byte order mark (U+FEFF) inside the text";
    BOOST_TEST(text_refusal("a\n\xef\xbb\xbf"
                            "b") == "list, line 2: " + sentence);
    BOOST_TEST(text_refusal("\xef\xbb\xbf\xef\xbb\xbf"
                            "b") == "list, line 1: " + sentence);
    BOOST_TEST(text_refusal("ab\xef\xbb\xbf\n") == "list, line 1: " + sentence);
}

BOOST_AUTO_TEST_CASE(control_and_invisible_characters_are_named_by_their_number) {
    for (int byte = 0; byte < 0x80; ++byte) {
        if ((byte >= 0x20 && byte != 0x7f) || byte == '\n' || byte == '\r' || byte == '\t') continue;
        const std::string sentence = text_refusal("a\nb" + std::string(1, static_cast<char>(byte)) + "c");
        BOOST_TEST(sentence.starts_with("list, line 2: the control character U+00"));
        BOOST_TEST(sentence.size() == 42);
    }
    BOOST_TEST(text_refusal("a\x1b[31m") == "list, line 1: the control character U+001B");
    BOOST_TEST(text_refusal("a\xc2\x85") == "list, line 1: the control character U+0085");
    BOOST_TEST(text_refusal("a\xe2\x80\xa8") == "list, line 1: the control character U+2028");
    BOOST_TEST(text_refusal("a\xe2\x80\x8b") == "list, line 1: the invisible character U+200B");
    BOOST_TEST(text_refusal("\xe2\x80\xae"
                            "abc") == "list, line 1: the invisible character U+202E");
    BOOST_TEST(text_refusal("a\xc2\xad") == "list, line 1: the invisible character U+00AD");
    BOOST_TEST(text_refusal("zo\xef\xbf\xbd") == "list, line 1: U+FFFD, which is no character");
    BOOST_TEST(text_refusal("\xf4\x8f\xbf\xbf") == "list, line 1: U+10FFFF, which is no character");
}

BOOST_AUTO_TEST_CASE(letters_in_parts_are_refused_with_the_part_and_the_letter) {
    const std::string advice = ", expected whole letters, as the normal form NFC has them";
    BOOST_TEST(text_refusal("emma\nzoe\xcc\x88\n") == "list, line 2: a letter in parts (U+0308 after 'e')" + advice);
    BOOST_TEST(text_refusal("\xcc\x88") == "list, line 1: a letter in parts (U+0308)" + advice);
    BOOST_TEST(text_refusal("\xe3\x81\x8b\xe3\x82\x99") ==
               "list, line 1: a letter in parts (U+3099 after '\xe3\x81\x8b')" + advice);
    BOOST_TEST(text_refusal("\xe1\x84\x80\xe1\x85\xa1") ==
               "list, line 1: a letter in parts (U+1100)" + advice); // a Hangul syllable
}

BOOST_AUTO_TEST_CASE(a_line_of_several_words_is_refused) {
    BOOST_TEST(text_refusal("emma, olivia") == "list, line 1: ',' in a word, expected one word a line");
    BOOST_TEST(text_refusal("emma;1998") == "list, line 1: ';' in a word, expected one word a line");
    BOOST_TEST(text_refusal("emma|1998") == "list, line 1: '|' in a word, expected one word a line");
    BOOST_TEST(text_refusal("emma\t1998") ==
               "list, line 1: a blank (U+0009) between characters, expected one word a line");
    BOOST_TEST(text_refusal("emma\nde la cruz") ==
               "list, line 2: a blank (U+0020) between characters, expected one word a line");
    BOOST_TEST(text_refusal("a\xe3\x80\x81"
                            "b") == "list, line 1: '\xe3\x80\x81' in a word, expected one word a line");
    std::string list;
    for (int count = 0; count < 2000; ++count) list += "emma,";
    BOOST_TEST(text_refusal(list) == "list, line 1: ',' in a word, expected one word a line");
}

BOOST_AUTO_TEST_CASE(the_name_of_a_text_is_shown_without_what_a_terminal_obeys) {
    const auto sentence = thrown<std::runtime_error>([] { parse_words("", "\x1b[31m" + std::string(10'000, 'x')); });
    BOOST_TEST(sentence.starts_with("\\x1b[31mxxx"));
    BOOST_TEST(sentence.ends_with("xxx...: holds no words, expected one a line"));
    BOOST_TEST(sentence.size() < 500);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(counted)

BOOST_AUTO_TEST_CASE(a_word_is_a_duplicate_where_it_stands_before) {
    BOOST_TEST(tenon::duplicates(words{}) == 0);
    BOOST_TEST(tenon::duplicates(words{U"a", U"b", U"ab"}) == 0);
    BOOST_TEST(tenon::duplicates(words{U"a", U"b", U"a", U"a", U"b"}) == 3);
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

BOOST_AUTO_TEST_CASE(a_device_without_end_is_refused) {
    BOOST_TEST(file_refusal("/dev/zero") == "/dev/zero: holds more than 268435456 bytes, which are read at most");
}

BOOST_AUTO_TEST_CASE(an_empty_file_and_one_that_is_not_utf8_are_named) {
    const TemporaryDirectory directory;
    const auto empty = write_bytes(directory / "empty", ""), latin1 = write_bytes(directory / "latin1", "a\nzo\xeb\n");
    BOOST_TEST(file_refusal(empty) == empty.string() + ": holds no words, expected one a line");
    BOOST_TEST(file_refusal(latin1) == latin1.string() + ", line 2: not UTF-8, expected one word a line in UTF-8");
}

BOOST_AUTO_TEST_SUITE_END()
