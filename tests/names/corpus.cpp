// SPDX-License-Identifier: BSL-1.0
//
// The words of the example `names`: shuffled as CPython shuffles them, cut into three parts that hold every word once,
// and refused with the name of their source.
#include "corpus.hpp"

#include "support/files.hpp"
#include "support/thrown.hpp"

#include <boost/test/unit_test.hpp>

#include <stdexcept>
#include <string>

namespace {

using names::Corpus;
using tenon::test::TemporaryDirectory;
using tenon::test::thrown;
using tenon::test::write_bytes;

/// The words of a part, one after another with a space behind each.
std::string text(const tenon::Windows& windows, const tenon::Vocabulary& vocabulary) {
    std::string all;
    for (const tenon::Token token : windows.targets) all += token == 0 ? " " : vocabulary.character(token);
    return all;
}

std::string lines(const std::string& letters) {
    std::string all;
    for (const char letter : letters) all += {letter, '\n'};
    return all;
}

std::string refusal(const std::string& path) {
    return thrown<std::runtime_error>([&] { Corpus{path}; });
}

} // namespace

// random.seed(42); random.shuffle(list("abcdefghijklmnopqrst")), and int(0.8 * 20) and int(0.9 * 20) of it.
BOOST_AUTO_TEST_CASE(words_are_shuffled_as_by_python_and_cut_at_80_and_90_percent) {
    const TemporaryDirectory directory;
    const Corpus corpus(write_bytes(directory / "list", lines("abcdefghijklmnopqrst")).string());
    const auto& vocabulary = corpus.vocabulary();
    BOOST_TEST(vocabulary.characters() == ".abcdefghijklmnopqrst");
    BOOST_TEST(text(corpus.train(vocabulary, 3), vocabulary) == "t f o e j n p s g m r k b l c q ");
    BOOST_TEST(text(corpus.validation(vocabulary, 3), vocabulary) == "h i ");
    BOOST_TEST(text(corpus.test(vocabulary, 3), vocabulary) == "a d ");
}

// Counted by Python, in the same way.
BOOST_AUTO_TEST_CASE(the_embedded_names_are_those_of_2018) {
    const Corpus corpus("");
    const auto& vocabulary = corpus.vocabulary();
    BOOST_TEST(corpus.source() == "the embedded names");
    BOOST_TEST(vocabulary.characters() == ".abcdefghijklmnopqrstuvwxyz");
    const auto train = corpus.train(vocabulary, 8);
    BOOST_TEST(train.size() == 183'802);
    BOOST_TEST(corpus.validation(vocabulary, 8).size() == 22'949);
    BOOST_TEST(corpus.test(vocabulary, 8).size() == 23'053);
    BOOST_TEST(text(train, vocabulary).substr(0, 22) == "anaiza julyen lyberty ");
    BOOST_TEST(text(corpus.validation(vocabulary, 8), vocabulary).starts_with("karliah "));
    BOOST_TEST(text(corpus.test(vocabulary, 8), vocabulary).starts_with("josiel "));
}

BOOST_AUTO_TEST_CASE(what_there_is_to_learn_from_is_told) {
    const TemporaryDirectory directory;
    // Shuffled as above, with a twice in training, h and d of the others in training too.
    const Corpus corpus(write_bytes(directory / "list", lines("hbcdefghdjklmnopqrstt")).string());
    std::string all;
    for (const auto& [key, value] : corpus.facts()) all.append(key).append(" ").append(value).append("\n");
    BOOST_TEST(all == "words 21\nduplicates 3\ncharacters 18\nexamples 42\n"
                      "part train words 16 examples 32\npart val words 2 examples 4 also_in_train 0\n"
                      "part test words 3 examples 6 also_in_train 1\n");
}

BOOST_AUTO_TEST_CASE(words_are_taken_in_small_letters_on_request) {
    const TemporaryDirectory directory;
    const auto path = write_bytes(directory / "list", "\xc3\x89VA\n" + lines("ABCDabcdef")).string();
    BOOST_TEST(Corpus(path).vocabulary().characters() == ".ABCDVabcdef\xc3\x89");
    BOOST_TEST(Corpus(path, true).vocabulary().characters() == ".abcdefv\xc3\xa9");
    BOOST_TEST(Corpus(path, true).facts()[1].second == "4");
}

BOOST_AUTO_TEST_CASE(too_many_characters_are_refused_by_the_rarest) {
    const TemporaryDirectory directory;
    const auto path = write_bytes(directory / "list", lines("abcdefghij") + lines("abcdfghij") + "k\n").string();
    const Corpus corpus(path);
    corpus.require_characters(11);
    const auto refused = [&](std::size_t most) {
        return thrown<std::runtime_error>([&] { corpus.require_characters(most); });
    };
    BOOST_TEST(refused(10) == path + ": holds 11 different characters, expected at most 10; among the rarest are 'e'");
    BOOST_TEST(refused(9).ends_with("expected at most 9; among the rarest are 'e', 'k'"));
    BOOST_TEST(refused(1).ends_with("; among the rarest are 'e', 'k', 'a', 'b', 'c', 'd', 'f', 'g'"));
}

BOOST_AUTO_TEST_CASE(contexts_are_as_long_as_the_model_wants_them) {
    const TemporaryDirectory directory;
    const Corpus corpus(write_bytes(directory / "list", lines("abcdefghij")).string());
    BOOST_TEST(corpus.train(corpus.vocabulary(), 5).length == 5);
    BOOST_TEST(corpus.train(corpus.vocabulary(), 5).contexts.size() == 8 * 2 * 5);
}

BOOST_AUTO_TEST_CASE(words_are_told_in_another_vocabulary_if_it_has_their_characters) {
    const TemporaryDirectory directory;
    const auto path = write_bytes(directory / "list", lines("bbbbbbbbbb")).string();
    const auto larger = tenon::Vocabulary::from_characters(".abc");
    BOOST_TEST(Corpus(path).test(larger, 2).targets[0] == 2);
    const auto other = tenon::Vocabulary::from_characters(".ac");
    BOOST_TEST(thrown<std::runtime_error>([&] { static_cast<void>(Corpus(path).test(other, 2)); }) ==
               path + ": the character 'b' is not in the vocabulary '.ac'");
}

BOOST_AUTO_TEST_CASE(ten_words_are_enough_and_nine_are_not) {
    const TemporaryDirectory directory;
    const Corpus corpus(write_bytes(directory / "ten", lines("abcdefghij")).string());
    BOOST_TEST(corpus.validation(corpus.vocabulary(), 3).size() == 2);
    BOOST_TEST(corpus.test(corpus.vocabulary(), 3).size() == 2);
    const auto nine = write_bytes(directory / "nine", lines("abcdefghi")).string();
    BOOST_TEST(refusal(nine) == nine + ": holds 9 words, expected at least 10 to train, validate and test on");
}

BOOST_AUTO_TEST_CASE(what_is_no_list_of_words_is_refused_by_name) {
    const TemporaryDirectory directory;
    const auto none = (directory / "none").string(), empty = write_bytes(directory / "empty", "\n\r\n").string();
    const auto dots = write_bytes(directory / "dots", lines("abcdefghij.")).string();
    const auto latin1 = write_bytes(directory / "latin1", lines("abcdefghij\xeb")).string();
    BOOST_TEST(refusal(none) == none + ": cannot be read: No such file or directory");
    BOOST_TEST(refusal(empty) == empty + ": holds no words, expected one a line");
    BOOST_TEST(refusal(dots) == dots + ": the words hold the character '.', which marks the end of a word");
    BOOST_TEST(refusal(latin1) == latin1 + ", line 11: not UTF-8, expected one word a line in UTF-8");
}
