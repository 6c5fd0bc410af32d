// SPDX-License-Identifier: BSL-1.0
//
// A fuzzer of the words reader. Whatever the text is, it is read or refused in one sentence; words hold nothing that
// the rule refuses, mean the same with other line ends, and make a vocabulary and windows.
#include "tenon/data/words.hpp"

#include "tenon/data/characters.hpp"
#include "tenon/data/lowercase.hpp"
#include "tenon/data/printable.hpp"
#include "tenon/data/vocabulary.hpp"
#include "tenon/data/windows.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace tenon;

void require(bool holds) {
    if (!holds) std::abort();
}

std::string encoded(std::u32string_view points) {
    std::string bytes;
    for (const char32_t point : points) bytes += encode_utf8(point);
    return bytes;
}

void require_word(const Word& word) {
    require(!word.empty() && word.size() <= longest_word);
    for (const char32_t point : word) {
        require(!detail::is_blank(point) && !detail::is_control(point) && !detail::is_invisible(point));
        require(!detail::is_no_character(point) && !detail::is_letter_part(point) && !detail::is_separator(point));
    }
    require(printable(encoded(word), longest_word) == encoded(word));
    require(lowered(word).size() == word.size());
}

/// The same words with another line end, marked, and between blanks.
void read_again(const std::vector<Word>& words) {
    for (const std::string_view end : {"\n", "\r\n", "\r", " \t\r\n\r\n\xe3\x80\x80"}) {
        std::string text = "\xef\xbb\xbf";
        for (const Word& word : words) text.append(encoded(word)).append(end);
        require(parse_words(text, "again") == words);
    }
}

void number(const std::vector<Word>& words) {
    std::size_t characters = 0, ends = 0;
    for (const Word& word : words) {
        characters += word.size();
        ends += static_cast<std::size_t>(std::ranges::count(word, Vocabulary::end_mark));
    }
    try {
        const Vocabulary vocabulary = Vocabulary::of(words);
        require(ends == 0);
        require(Vocabulary::from_characters(vocabulary.characters()) == vocabulary);
        const Windows windows = make_windows(words, vocabulary, 2);
        require(windows.size() == characters + words.size() && windows.contexts.size() == 2 * windows.size());
    } catch (const std::runtime_error&) {
        require(ends > 0);
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto points = decode_utf8(text);
    if (points) require(encoded(*points) == text);
    require(points.has_value() == (valid_utf8(text) == text));
    std::vector<Word> words;
    try {
        words = parse_words(text, "fuzz");
    } catch (const std::runtime_error& error) {
        const std::string_view sentence = error.what();
        require(sentence.starts_with("fuzz") && sentence.size() < 200 && printable(sentence, 200) == sentence);
        return 0;
    }
    require(points.has_value() && !words.empty());
    for (const Word& word : words) require_word(word);
    require(duplicates(words) < words.size());
    read_again(words);
    number(words);
    return 0;
}
