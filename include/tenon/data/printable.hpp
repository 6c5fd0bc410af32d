// SPDX-License-Identifier: BSL-1.0
//
// Text from outside as a message shows it.
#pragma once

#include "tenon/data/characters.hpp"
#include "tenon/data/utf8.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace tenon {

namespace detail {

/// Hexadecimal digits, at least `width` of them.
inline std::string hexadecimal(std::uint64_t number, std::size_t width, const char* digits = "0123456789abcdef") {
    std::string text;
    for (; number > 0 || text.size() < width; number >>= 4) text.insert(text.begin(), digits[number & 0xfU]);
    return text;
}

/// A code point by its number, such as `U+00E9`.
inline std::string point_name(char32_t point) { return "U+" + hexadecimal(point, 4, "0123456789ABCDEF"); }

/// How many characters of a file's name a message shows.
inline constexpr std::size_t longest_source = 400;

} // namespace detail

/// A text as a message may show it, whatever it holds: control and invisible characters become `\x1b` or `\u200b`,
/// bytes that are not UTF-8 become `\xff`, and what follows the first `most` characters becomes `...`.
inline std::string printable(std::string_view text, std::size_t most = 100) {
    std::string shown;
    for (std::size_t count = 0; !text.empty(); ++count) {
        if (count == most) return shown + "...";
        const auto [point, length] = detail::first_point(text);
        if (length == 0)
            shown += "\\x" + detail::hexadecimal(static_cast<unsigned char>(text.front()), 2);
        else if (detail::is_control(point) || detail::is_invisible(point) || detail::is_no_character(point))
            shown += point < 0x80      ? "\\x" + detail::hexadecimal(point, 2)
                     : point < 0x10000 ? "\\u" + detail::hexadecimal(point, 4)
                                       : "\\U" + detail::hexadecimal(point, 8);
        else
            shown += text.substr(0, length);
        text.remove_prefix(length == 0 ? 1 : length);
    }
    return shown;
}

} // namespace tenon
