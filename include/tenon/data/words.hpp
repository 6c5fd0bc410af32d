// SPDX-License-Identifier: BSL-1.0
//
// Words to learn from: one a line, in UTF-8.
#pragma once

#include "tenon/data/utf8.hpp"
#include "tenon/io/input_file.hpp"

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace tenon {

/// A word as code points.
using Word = std::u32string;

/// The words of a text, one a line; empty lines and a byte order mark do not count. `source` names the text in errors.
/// Throws std::runtime_error for a line that is not UTF-8, and for a text without words.
inline std::vector<Word> parse_words(std::string_view text, const std::string& source) {
    std::vector<Word> words;
    if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
    for (std::size_t line = 1; !text.empty(); ++line) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        std::string_view word = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (word.ends_with('\r')) word.remove_suffix(1);
        if (word.empty()) continue;
        auto points = decode_utf8(word);
        if (!points)
            throw std::runtime_error(source + ", line " + std::to_string(line) +
                                     ": not UTF-8, expected one word a line in UTF-8");
        words.push_back(*std::move(points));
    }
    if (words.empty()) throw std::runtime_error(source + ": holds no words, expected one a line");
    return words;
}

/// The words of a file. Throws std::runtime_error for a file that cannot be read, too.
inline std::vector<Word> read_words(const std::filesystem::path& path) {
    return parse_words(read_file(path), path.string());
}

} // namespace tenon
