// SPDX-License-Identifier: BSL-1.0
//
// Kinds of characters that text from outside may hold and a word or a terminal does not take. The names and ranges are
// Unicode's.
#pragma once

#include "tenon/dsl/compiler.hpp"

#include <algorithm>
#include <initializer_list>

namespace tenon::detail {

/// Code points from the first to the last.
struct PointRange {
    char32_t first;
    char32_t last;
};

constexpr bool is_within(std::initializer_list<PointRange> ranges, char32_t point) {
    return std::ranges::any_of(
        ranges, [point](const PointRange& range) { return point >= range.first && point <= range.last; });
}

/// White space that keeps words apart within a line.
constexpr bool is_blank(char32_t point) {
    return is_within({{'\t', '\t'},
                      {' ', ' '},
                      {0xa0, 0xa0},
                      {0x1680, 0x1680},
                      {0x2000, 0x200a},
                      {0x202f, 0x202f},
                      {0x205f, 0x205f},
                      {0x3000, 0x3000}},
                     point);
}

/// Control characters, which a terminal may obey, and the separators of lines and paragraphs.
constexpr bool is_control(char32_t point) { return is_within({{0, 0x1f}, {0x7f, 0x9f}, {0x2028, 0x2029}}, point); }

/// Characters that do not show (Default_Ignorable_Code_Point), among them those that turn the direction of writing, and
/// the marks of annotations.
constexpr bool is_invisible(char32_t point) {
    return is_within({{0xad, 0xad},
                      {0x34f, 0x34f},
                      {0x61c, 0x61c},
                      {0x115f, 0x1160},
                      {0x17b4, 0x17b5},
                      {0x180b, 0x180f},
                      {0x200b, 0x200f},
                      {0x202a, 0x202e},
                      {0x2060, 0x206f},
                      {0x3164, 0x3164},
                      {0xfe00, 0xfe0f},
                      {0xfeff, 0xfeff},
                      {0xffa0, 0xffa0},
                      {0xfff0, 0xfffb},
                      {0x1bca0, 0x1bca3},
                      {0x1d173, 0x1d17a},
                      {0xe0000, 0xe0fff}},
                     point);
}

/// What stands for a character that was lost (U+FFFD), and code points that are no characters.
constexpr bool is_no_character(char32_t point) {
    return point == 0xfffd || (point & 0xfffeU) == 0xfffe || is_within({{0xfdd0, 0xfdef}}, point);
}

/// Parts of letters that Unicode also has whole: the blocks of diacritical marks, the marks of kana and of Arabic
/// letters, and the parts of Hangul syllables. Vowel signs of other scripts are characters of their own.
constexpr bool is_letter_part(char32_t point) {
    return is_within({{0x300, 0x36f},
                      {0x653, 0x655},
                      {0x1100, 0x11ff},
                      {0x1ab0, 0x1aff},
                      {0x1dc0, 0x1dff},
                      {0x20d0, 0x20ff},
                      {0x3099, 0x309a},
                      {0xa960, 0xa97f},
                      {0xd7b0, 0xd7ff},
                      {0xfe20, 0xfe2f}},
                     point);
}

/// What lists put between words: comma, semicolon, bar, and the commas and semicolons of other scripts.
constexpr bool is_separator(char32_t point) {
    return is_within({{',', ','},
                      {';', ';'},
                      {'|', '|'},
                      {0x60c, 0x60c},
                      {0x61b, 0x61b},
                      {0x3001, 0x3001},
                      {0xff0c, 0xff0c},
                      {0xff1b, 0xff1b}},
                     point);
}

} // namespace tenon::detail
