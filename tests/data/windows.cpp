// SPDX-License-Identifier: BSL-1.0
//
// Words as examples: the lecture's table of contexts and targets, written out.
#include "tenon/data/windows.hpp"

#include "support/thrown.hpp"

#include <boost/test/unit_test.hpp>

#include <array>
#include <stdexcept>
#include <vector>

namespace {

using tenon::make_windows;
using tenon::Token;
using tenon::Vocabulary;
using tenon::Word;
using tokens = std::vector<Token>;

const std::vector<Word> words{U"abc", U"c", U"zo\u00eb"};

} // namespace

BOOST_AUTO_TEST_CASE(every_character_and_every_end_is_a_target) {
    const auto windows = make_windows(words, Vocabulary::of(words), 2); // . a b c o z ë
    const tokens contexts{
        0, 0, 0, 1, 1, 2, 2, 3, // abc
        0, 0, 0, 3,             // c
        0, 0, 0, 5, 5, 4, 4, 6, // zoë
    };
    const tokens targets{1, 2, 3, 0, 3, 0, 5, 4, 6, 0};
    BOOST_TEST(windows.length == 2);
    BOOST_TEST(windows.size() == 10);
    BOOST_TEST(windows.contexts == contexts, boost::test_tools::per_element());
    BOOST_TEST(windows.targets == targets, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_context_longer_than_the_word_starts_with_ends) {
    const std::vector<Word> ab{U"ab"};
    const auto windows = make_windows(ab, Vocabulary::of(ab), 4);
    const tokens contexts{0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 1, 2};
    BOOST_TEST(windows.contexts == contexts, boost::test_tools::per_element());
    BOOST_TEST(windows.targets == (tokens{1, 2, 0}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_context_of_one_is_the_character_before) {
    const auto windows = make_windows(words, Vocabulary::of(words), 1);
    BOOST_TEST(windows.contexts == (tokens{0, 1, 2, 3, 0, 3, 0, 5, 4, 6}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(tokens_are_those_of_the_vocabulary_that_is_given) {
    const std::vector<Word> c{U"c"};
    const auto windows = make_windows(c, Vocabulary::of(words), 1);
    BOOST_TEST(windows.targets == (tokens{3, 0}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(no_words_are_no_examples_and_an_empty_word_is_its_end) {
    const std::vector<Word> none, empty{U""};
    BOOST_TEST(make_windows(none, Vocabulary::of(words), 3).size() == 0);
    const auto windows = make_windows(empty, Vocabulary::of(words), 3);
    BOOST_TEST(windows.contexts == (tokens{0, 0, 0}), boost::test_tools::per_element());
    BOOST_TEST(windows.targets == (tokens{0}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_character_that_is_not_in_the_vocabulary_is_named) {
    const std::vector<Word> ab{U"ab"};
    const auto sentence = tenon::test::thrown<std::out_of_range>([&] { make_windows(words, Vocabulary::of(ab), 3); });
    BOOST_TEST(sentence == "the character 'c' is not in the vocabulary '.ab'");
}

BOOST_AUTO_TEST_CASE(a_context_of_no_token_is_refused) {
    const auto sentence =
        tenon::test::thrown<std::invalid_argument>([] { make_windows(words, Vocabulary::of(words), 0); });
    BOOST_TEST(sentence == "windows of length 0, expected a context of at least one token");
}

BOOST_AUTO_TEST_CASE(sliding_drops_the_first_and_appends_the_next) {
    std::array<Token, 3> context{1, 2, 3};
    tenon::slide(context, 4);
    BOOST_TEST(context == (std::array<Token, 3>{2, 3, 4}), boost::test_tools::per_element());
    std::array<Token, 1> single{1};
    tenon::slide(single, 2);
    BOOST_TEST(single[0] == 2);
}
