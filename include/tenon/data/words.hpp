// SPDX-License-Identifier: BSL-1.0
//
// Words to learn from: one a line, in UTF-8.
#pragma once

#include "tenon/data/characters.hpp"
#include "tenon/data/printable.hpp"
#include "tenon/data/utf8.hpp"
#include "tenon/io/input_file.hpp"
#include "tenon/require.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <iterator>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tenon {

/// A word as code points.
using Word = std::u32string;

/// More code points than a word of any language has.
inline constexpr std::size_t longest_word = 1000;

namespace detail {

/// Takes the first line off a text. Lines end with LF, CRLF or CR.
inline std::string_view take_line(std::string_view& text) {
    const std::size_t end = std::min(text.find_first_of("\r\n"), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end);
    text.remove_prefix(text.starts_with("\r\n") ? 2 : text.empty() ? 0 : 1);
    return line;
}

inline std::u32string_view trimmed(std::u32string_view line) {
    while (!line.empty() && is_blank(line.front())) line.remove_prefix(1);
    while (!line.empty() && is_blank(line.back())) line.remove_suffix(1);
    return line;
}

/// Why a word may not hold the character at `index`; empty where it may.
inline std::string fault_at(std::u32string_view word, std::size_t index) {
    const char32_t point = word[index];
    if (is_blank(point)) return "a blank (" + point_name(point) + ") between characters, expected one word a line";
    if (is_separator(point)) return "'" + encode_utf8(point) + "' in a word, expected one word a line";
    if (point == 0xfeff) return "a byte order mark (U+FEFF) inside the text";
    if (is_control(point)) return "the control character " + point_name(point);
    if (is_invisible(point)) return "the invisible character " + point_name(point);
    if (is_no_character(point)) return point_name(point) + ", which is no character";
    if (!is_letter_part(point)) return {};
    const bool follows = index > 0 && !is_letter_part(word[index - 1]);
    return "a letter in parts (" + point_name(point) +
           (follows ? " after '" + encode_utf8(word[index - 1]) + "'" : "") +
           "), expected whole letters, as the normal form NFC has them";
}

/// Why a line is no word; empty where it is one.
inline std::string fault_of(std::u32string_view word) {
    for (std::size_t index = 0; index < word.size(); ++index) {
        if (std::string fault = fault_at(word, index); !fault.empty()) return fault;
    }
    if (word.size() <= longest_word) return {};
    return "a word of " + std::to_string(word.size()) + " characters, expected at most " + std::to_string(longest_word);
}

} // namespace detail

/// The words of a text in their order, repeats included, by the rule of docs/files.md: UTF-8, one word a line, lines
/// end with LF, CRLF or CR. A byte order mark at the start, blanks at both ends of a line and empty lines do not count.
/// Throws std::runtime_error, with the line's number, for a line that is not UTF-8, that holds a control, invisible or
/// lost character, a letter in parts, a blank, a comma, a semicolon or a bar, or more than 1,000 characters; and for a
/// text without words. `source` names the text in errors.
inline std::vector<Word> parse_words(std::string_view text, const std::string& source) {
    std::vector<Word> words;
    if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
    for (std::size_t line = 1; !text.empty(); ++line) {
        const auto refuse = [&](const std::string& fault) {
            detail::fail<std::runtime_error>([&] {
                return printable(source, detail::longest_source) + ", line " + std::to_string(line) + ": " + fault;
            });
        };
        const auto points = decode_utf8(detail::take_line(text));
        if (!points) refuse("not UTF-8, expected one word a line in UTF-8");
        const std::u32string_view word = detail::trimmed(*points);
        if (word.empty()) continue;
        if (const std::string fault = detail::fault_of(word); !fault.empty()) refuse(fault);
        words.emplace_back(word);
    }
    if (words.empty()) {
        detail::fail<std::runtime_error>(
            [&] { return printable(source, detail::longest_source) + ": holds no words, expected one a line"; });
    }
    return words;
}

/// The words of a file of at most 256 MB. Throws std::runtime_error for a file that cannot be read, too.
inline std::vector<Word> read_words(const std::filesystem::path& path) {
    return parse_words(read_file(path, std::uint64_t{1} << 28U), path.string());
}

/// How many of these words stand among them before.
inline std::size_t duplicates(std::span<const Word> words) {
    std::vector<std::u32string_view> sorted(words.begin(), words.end());
    std::ranges::sort(sorted);
    return std::ranges::size(std::ranges::unique(sorted));
}

} // namespace tenon
