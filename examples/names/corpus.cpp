// SPDX-License-Identifier: BSL-1.0
#include "corpus.hpp"

#include "tenon/data/lowercase.hpp"
#include "tenon/data/printable.hpp"
#include "tenon/random/python_random.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <numeric>
#include <set>
#include <stdexcept>
#include <string_view>
#include <utility>

namespace program {
extern const std::string_view names_2018; ///< the embedded list
}

namespace names {

namespace {

/// The lecture's `random.seed(42)`, which no flag changes: the parts stay the same from run to run.
constexpr std::uint32_t shuffle_seed = 42;

std::vector<tenon::Word> shuffled_words(const std::string& path, const std::string& source, bool lower) {
    auto words = path.empty() ? tenon::parse_words(program::names_2018, source) : tenon::read_words(path);
    if (lower) std::ranges::transform(words, words.begin(), tenon::lowered);
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

std::size_t count_examples(std::span<const tenon::Word> words) {
    return std::transform_reduce(words.begin(), words.end(), words.size(), std::plus<>{},
                                 [](const tenon::Word& word) { return word.size(); });
}

} // namespace

Corpus::Corpus(const std::string& path, bool lower)
    : source_(path.empty() ? embedded_names : path), words_(shuffled_words(path, source_, lower)),
      vocabulary_(vocabulary_of(words_, source_)), train_end_(part(0.8)), validation_end_(part(0.9)) {
    if (words_.size() < 10) {
        throw std::runtime_error(source_ + ": holds " + std::to_string(words_.size()) +
                                 " words, expected at least 10 to train, validate and test on");
    }
}

void Corpus::require_characters(std::size_t most) const {
    std::map<char32_t, std::size_t> counts;
    for (const tenon::Word& word : words_)
        for (const char32_t point : word) ++counts[point];
    if (counts.size() <= most) return;
    std::vector<std::pair<std::size_t, char32_t>> rarest;
    rarest.reserve(counts.size());
    for (const auto& [point, count] : counts) rarest.emplace_back(count, point);
    std::ranges::sort(rarest);
    std::string named;
    for (const auto& [count, point] : std::span(rarest).first(std::min<std::size_t>(8, counts.size() - most)))
        named += (named.empty() ? "'" : ", '") + tenon::printable(tenon::encode_utf8(point)) + "'";
    throw std::runtime_error(source_ + ": holds " + std::to_string(counts.size()) +
                             " different characters, expected at most " + std::to_string(most) +
                             "; among the rarest are " + named);
}

std::vector<std::pair<std::string, std::string>> Corpus::facts() const {
    const auto all = std::span(words_);
    const auto train = all.first(train_end_);
    const std::set<std::u32string_view> learned(train.begin(), train.end());
    const auto size_of = [](std::span<const tenon::Word> words) {
        return "words " + std::to_string(words.size()) + " examples " + std::to_string(count_examples(words));
    };
    const auto held_out = [&](std::span<const tenon::Word> words) {
        const auto known =
            std::ranges::count_if(words, [&](const tenon::Word& word) { return learned.contains(word); });
        return size_of(words) + " also_in_train " + std::to_string(known);
    };
    return {{"words", std::to_string(words_.size())},
            {"duplicates", std::to_string(tenon::duplicates(all))},
            {"characters", std::to_string(vocabulary_.size() - 1)},
            {"examples", std::to_string(count_examples(all))},
            {"part train", size_of(train)},
            {"part val", held_out(all.subspan(train_end_, validation_end_ - train_end_))},
            {"part test", held_out(all.subspan(validation_end_))}};
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
