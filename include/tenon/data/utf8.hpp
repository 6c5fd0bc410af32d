// SPDX-License-Identifier: BSL-1.0
//
// UTF-8 text as code points and back.
#pragma once

#include "tenon/dsl/compiler.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace tenon {

namespace detail {

/// The length of a UTF-8 sequence by its first byte; 0 for a byte that starts none.
constexpr std::size_t utf8_length(unsigned char first) {
    if (first < 0x80) return 1;
    if (first >= 0xc2 && first < 0xe0) return 2;
    if (first >= 0xe0 && first < 0xf0) return 3;
    if (first >= 0xf0 && first < 0xf5) return 4;
    return 0;
}

/// A code point and how many bytes it takes; none where the bytes are not UTF-8.
struct FirstPoint {
    char32_t point = 0;
    std::size_t length = 0;
};

/// What a text starts with. The text must not be empty.
constexpr FirstPoint first_point(std::string_view text) {
    const auto first = static_cast<unsigned char>(text.front());
    const std::size_t length = utf8_length(first);
    if (length == 0 || length > text.size()) return {};
    char32_t point = length == 1 ? first : first & (0x7fU >> length);
    for (std::size_t index = 1; index < length; ++index) {
        const auto next = static_cast<unsigned char>(text[index]);
        if ((next & 0xc0U) != 0x80) return {};
        point = (point << 6) | (next & 0x3fU);
    }
    const bool overlong = (length == 3 && point < 0x800) || (length == 4 && point < 0x10000);
    if (overlong || (point >= 0xd800 && point < 0xe000) || point > 0x10ffff) return {};
    return {point, length};
}

} // namespace detail

/// The code points of a text; nothing if it is not UTF-8 (RFC 3629: no overlong forms, no surrogates, up to U+10FFFF).
inline std::optional<std::u32string> decode_utf8(std::string_view text) {
    std::u32string points;
    while (!text.empty()) {
        const auto [point, length] = detail::first_point(text);
        if (length == 0) return std::nullopt;
        points.push_back(point);
        text.remove_prefix(length);
    }
    return points;
}

/// A code point as UTF-8.
inline std::string encode_utf8(char32_t point) {
    const auto tail = [](char32_t bits) { return static_cast<char>(0x80U | (bits & 0x3fU)); };
    if (point < 0x80) return {static_cast<char>(point)};
    if (point < 0x800) return {static_cast<char>(0xc0U | (point >> 6)), tail(point)};
    if (point < 0x10000) return {static_cast<char>(0xe0U | (point >> 12)), tail(point >> 6), tail(point)};
    return {static_cast<char>(0xf0U | (point >> 18)), tail(point >> 12), tail(point >> 6), tail(point)};
}

/// A text with U+FFFD for every byte that is not UTF-8.
inline std::string valid_utf8(std::string_view text) {
    std::string valid;
    while (!text.empty()) {
        const std::size_t length = detail::first_point(text).length;
        if (length == 0)
            valid += "\xef\xbf\xbd";
        else
            valid += text.substr(0, length);
        text.remove_prefix(length == 0 ? 1 : length);
    }
    return valid;
}

} // namespace tenon
