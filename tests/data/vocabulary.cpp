// SPDX-License-Identifier: BSL-1.0
//
// Characters as tokens: the end of a word first, then the characters by code point, and back; what is not in it is
// named.
#include "tenon/data/vocabulary.hpp"

#include "support/thrown.hpp"

#include <boost/test/unit_test.hpp>

#include <limits>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

using tenon::Token;
using tenon::Vocabulary;
using tenon::Word;
using tenon::test::thrown;

Vocabulary of(std::vector<Word> words) { return Vocabulary::of(words); }

std::string refusal(const std::string& characters) {
    return thrown<std::runtime_error>([&] { Vocabulary::from_characters(characters); });
}

} // namespace

BOOST_AUTO_TEST_CASE(the_end_is_token_0_and_the_characters_follow_by_code_point) {
    const auto vocabulary = of({U"banana", U"cab"});
    BOOST_TEST(vocabulary.characters() == ".abcn");
    BOOST_TEST(vocabulary.size() == 5);
    BOOST_TEST(vocabulary.token(U'a') == 1);
    BOOST_TEST(vocabulary.token(U'n') == 4);
    BOOST_TEST(vocabulary.character(0) == ".");
    BOOST_TEST(vocabulary.character(1) == "a");
    BOOST_TEST(vocabulary.character(4) == "n");
}

// '-' stands before '.' in ASCII, and the end mark is token 0 nevertheless.
BOOST_AUTO_TEST_CASE(the_end_is_token_0_before_characters_below_it) {
    BOOST_TEST(of({U"b-a'"}).characters() == ".'-ab");
}

BOOST_AUTO_TEST_CASE(characters_beyond_ascii_are_one_token_each) {
    const auto vocabulary = of({U"zo\u00eb", U"\U0001d11e\u20ac"});
    BOOST_TEST(vocabulary.characters() == ".oz\xc3\xab\xe2\x82\xac\xf0\x9d\x84\x9e");
    BOOST_TEST(vocabulary.size() == 6);
    BOOST_TEST(vocabulary.token(U'\u00eb') == 3);
    BOOST_TEST(vocabulary.character(5) == "\xf0\x9d\x84\x9e");
}

BOOST_AUTO_TEST_CASE(every_token_comes_back_from_its_character) {
    const std::u32string points = U"'-azßäéΩжあ漢\U0001f600";
    const auto vocabulary = of({points});
    for (std::size_t index = 0; index < points.size(); ++index) {
        const Token token = vocabulary.token(points[index]);
        BOOST_TEST(token == static_cast<Token>(index) + 1);
        BOOST_TEST(vocabulary.character(token) == tenon::encode_utf8(points[index]));
    }
}

BOOST_AUTO_TEST_CASE(its_characters_make_the_same_vocabulary_again) {
    for (const auto& vocabulary : {of({U"banana"}), of({U"zo\u00eb", U"'-"}), of({})}) {
        BOOST_CHECK(Vocabulary::from_characters(vocabulary.characters()) == vocabulary);
    }
    BOOST_CHECK(of({U"a"}) != of({U"b"}));
}

BOOST_AUTO_TEST_CASE(words_with_the_end_mark_are_refused) {
    const std::string sentence = "the words hold the character '.', which marks the end of a word";
    BOOST_TEST(thrown<std::runtime_error>([] { of({U"st", U"st.john"}); }) == sentence);
}

BOOST_AUTO_TEST_CASE(a_character_that_is_not_in_it_is_named_in_utf8) {
    const auto vocabulary = of({U"bd"});
    const auto refused = [&](char32_t point) {
        return thrown<std::out_of_range>([&] { static_cast<void>(vocabulary.token(point)); });
    };
    BOOST_TEST(refused(U'a') == "the character 'a' is not in the vocabulary '.bd'");
    BOOST_TEST(refused(U'c') == "the character 'c' is not in the vocabulary '.bd'");
    BOOST_CHECK_THROW(static_cast<void>(vocabulary.token(U'\0')), std::out_of_range);
    BOOST_TEST(refused(U'\u00eb') == "the character '\xc3\xab' is not in the vocabulary '.bd'");
}

BOOST_AUTO_TEST_CASE(a_token_that_is_not_below_its_size_is_refused) {
    const auto vocabulary = of({U"ab"});
    for (const Token token : {3, -1, std::numeric_limits<Token>::min(), std::numeric_limits<Token>::max()}) {
        BOOST_TEST(thrown<std::out_of_range>([&] { static_cast<void>(vocabulary.character(token)); }) ==
                   "the token " + std::to_string(token) + " is not in the vocabulary '.ab', expected one from 0 to 2");
    }
}

BOOST_AUTO_TEST_CASE(thousands_of_characters_are_tokens_and_a_sentence_about_them_stays_short) {
    std::u32string points;
    for (char32_t point = 0x4e00; point < 0x9e00; ++point) points += point;
    const auto vocabulary = of({points, U"ab"});
    BOOST_TEST(vocabulary.size() == 0x5003);
    BOOST_TEST(vocabulary.token(0x9dff) == 0x5002);
    BOOST_TEST(vocabulary.character(0x5002) == tenon::encode_utf8(0x9dff));
    const auto sentence = thrown<std::out_of_range>([&] { static_cast<void>(vocabulary.token(U'c')); });
    BOOST_TEST(sentence.starts_with("the character 'c' is not in the vocabulary '.ab"));
    BOOST_TEST(sentence.ends_with("...'"));
    BOOST_TEST(sentence.size() < 1000);
    BOOST_TEST(thrown<std::out_of_range>([&] { static_cast<void>(of({U"a"}).token(0x1b)); }) ==
               "the character '\\x1b' is not in the vocabulary '.a'");
}

BOOST_AUTO_TEST_CASE(characters_that_describe_no_vocabulary_are_refused) {
    for (const std::string characters : {"", "abc", "a.", ".ba", ".aab"}) {
        BOOST_TEST(refusal(characters) == "vocabulary '" + characters + "': expected '.', then sorted characters");
    }
    BOOST_TEST(refusal(".a\xff\x1b") == "vocabulary '.a\\xff\\x1b': expected '.', then sorted characters");
    BOOST_TEST(refusal(std::string(10'000, 'a')).size() < 200);
    BOOST_TEST(refusal("..a") == "the words hold the character '.', which marks the end of a word");
}
