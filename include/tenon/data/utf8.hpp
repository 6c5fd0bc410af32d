// SPDX-License-Identifier: BSL-1.0
//
// UTF-8 text as code points and back.
#pragma once

#include <cstddef>
#include <cstdint>
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

} // namespace detail

/// The code points of a text; nothing if it is not UTF-8 (RFC 3629: no overlong forms, no surrogates, up to U+10FFFF).
inline std::optional<std::u32string> decode_utf8(std::string_view text) {
    std::u32string points;
    for (std::size_t at = 0; at < text.size();) {
        const auto first = static_cast<unsigned char>(text[at]);
        const std::size_t length = detail::utf8_length(first);
        if (length == 0 || at + length > text.size()) return std::nullopt;
        char32_t point = length == 1 ? first : first & (0x7fU >> length);
        for (std::size_t index = 1; index < length; ++index) {
            const auto next = static_cast<unsigned char>(text[at + index]);
            if ((next & 0xc0U) != 0x80) return std::nullopt;
            point = (point << 6) | (next & 0x3fU);
        }
        const bool overlong = (length == 3 && point < 0x800) || (length == 4 && point < 0x10000);
        if (overlong || (point >= 0xd800 && point < 0xe000) || point > 0x10ffff) return std::nullopt;
        points.push_back(point);
        at += length;
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

} // namespace tenon
