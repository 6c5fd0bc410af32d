// SPDX-License-Identifier: BSL-1.0
#include "corpus.hpp"

#include "tenon/random/python_random.hpp"

#include <stdexcept>
#include <string_view>

namespace program {
extern const std::string_view names_2018; ///< the embedded list
}

namespace names {

namespace {

/// The lecture's `random.seed(42)`, which no flag changes: the parts stay the same from run to run.
constexpr std::uint32_t shuffle_seed = 42;

std::vector<tenon::Word> shuffled_words(const std::string& path, const std::string& source) {
    auto words = path.empty() ? tenon::parse_words(program::names_2018, source) : tenon::read_words(path);
    tenon::PythonRandom(shuffle_seed).shuffle(std::span(words));
    return words;
}

tenon::Vocabulary vocabulary_of(std::span<const tenon::Word> words, const std::string& source) {
    try {
        return tenon::Vocabulary::of(words);
    } catch (const std::runtime_error& error) {
        throw std::runtime_error(source + ": " + error.what());
    }
}

} // namespace

Corpus::Corpus(const std::string& path)
    : source_(path.empty() ? "the embedded names" : path), words_(shuffled_words(path, source_)),
      vocabulary_(vocabulary_of(words_, source_)), train_end_(part(0.8)), validation_end_(part(0.9)) {
    if (words_.size() < 10) {
        throw std::runtime_error(source_ + ": holds " + std::to_string(words_.size()) +
                                 " words, expected at least 10 to train, validate and test on");
    }
}

tenon::Windows Corpus::train(const tenon::Vocabulary& vocabulary, std::size_t context) const {
    return windows(0, train_end_, vocabulary, context);
}
tenon::Windows Corpus::validation(const tenon::Vocabulary& vocabulary, std::size_t context) const {
    return windows(train_end_, validation_end_, vocabulary, context);
}
tenon::Windows Corpus::test(const tenon::Vocabulary& vocabulary, std::size_t context) const {
    return windows(validation_end_, words_.size(), vocabulary, context);
}

tenon::Windows Corpus::windows(std::size_t begin, std::size_t end, const tenon::Vocabulary& vocabulary,
                               std::size_t context) const {
    try {
        return tenon::make_windows(std::span(words_).subspan(begin, end - begin), vocabulary, context);
    } catch (const std::out_of_range& error) {
        throw std::runtime_error(source_ + ": " + error.what());
    }
}

} // namespace names
