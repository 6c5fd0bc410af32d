// SPDX-License-Identifier: BSL-1.0
//
// Characters as tokens.
#pragma once

#include "tenon/data/printable.hpp"
#include "tenon/data/utf8.hpp"
#include "tenon/data/words.hpp"
#include "tenon/dsl/token.hpp"
#include "tenon/require.hpp"

#include <algorithm>
#include <cstddef>
#include <functional>
#include <set>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace tenon {

/// Token 0 is `.`, the end of a word (and what stands before it); the others are the code points of a text, sorted.
class Vocabulary {
  public:
    static constexpr Token end = 0;
    static constexpr char32_t end_mark = U'.';

    /// The characters of these words. Throws std::runtime_error where `.` is one of them.
    static Vocabulary of(std::span<const Word> words) {
        std::set<char32_t> points;
        for (const Word& word : words) points.insert(word.begin(), word.end());
        return Vocabulary(std::u32string(points.begin(), points.end()));
    }

    /// The vocabulary that `characters()` of another one describes. Throws std::runtime_error where it is not one.
    static Vocabulary from_characters(const std::string& characters) {
        const auto points = decode_utf8(characters);
        const auto ascending = [](std::u32string_view rest) {
            return std::ranges::adjacent_find(rest, std::ranges::greater_equal{}) == rest.end();
        };
        if (!points || !points->starts_with(end_mark) || !ascending(std::u32string_view(*points).substr(1))) {
            detail::fail<std::runtime_error>(
                [&] { return "vocabulary '" + printable(characters) + "': expected '.', then sorted characters"; });
        }
        return Vocabulary(points->substr(1));
    }

    [[nodiscard]] std::size_t size() const { return points_.size() + 1; }

    /// A character's token. Throws std::out_of_range for one that is not in the vocabulary.
    [[nodiscard]] Token token(char32_t point) const {
        const auto found = std::ranges::lower_bound(points_, point);
        if (found == points_.end() || *found != point) {
            detail::fail<std::out_of_range>([&] {
                return "the character '" + printable(encode_utf8(point)) + "' is not in the vocabulary '" +
                       printable(characters(), 200) + "'";
            });
        }
        return static_cast<Token>(found - points_.begin()) + 1;
    }

    /// A token's character in UTF-8. Throws std::out_of_range for a token that is not below `size()`.
    [[nodiscard]] std::string character(Token token) const {
        if (token < 0 || static_cast<std::size_t>(token) >= size()) {
            detail::fail<std::out_of_range>([&] {
                return "the token " + std::to_string(token) + " is not in the vocabulary '" +
                       printable(characters(), 200) + "', expected one from 0 to " + std::to_string(size() - 1);
            });
        }
        return encode_utf8(token == end ? end_mark : points_[static_cast<std::size_t>(token) - 1]);
    }

    /// All characters in the order of their tokens, in UTF-8.
    [[nodiscard]] std::string characters() const {
        std::string all = encode_utf8(end_mark);
        for (char32_t point : points_) all += encode_utf8(point);
        return all;
    }

    friend bool operator==(const Vocabulary&, const Vocabulary&) = default;

  private:
    explicit Vocabulary(std::u32string points) : points_(std::move(points)) {
        if (std::ranges::binary_search(points_, end_mark)) {
            detail::fail<std::runtime_error>(
                [] { return std::string("the words hold the character '.', which marks the end of a word"); });
        }
    }

    std::u32string points_; ///< sorted, without the end mark
};

} // namespace tenon
