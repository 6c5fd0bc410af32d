// SPDX-License-Identifier: BSL-1.0
//
// Words in small letters.
#pragma once

#include "tenon/require.hpp"

#include <locale.h>

#include <clocale>
#include <cwctype>
#include <stdexcept>
#include <string>
#include <string_view>

namespace tenon {

/// A text with every capital letter small, one code point for one (Unicode's simple mapping, as the C library has it
/// in the locale `C.UTF-8`): Latin, Greek, Cyrillic and every other script with two cases. It does not depend on the
/// program's locale, nor on a letter's neighbours: a sigma at the end of a word becomes σ. Throws std::runtime_error
/// where the C library has no such locale.
inline std::u32string lowered(std::u32string_view text) {
    static_assert(sizeof(wchar_t) == sizeof(char32_t), "the C library's wide characters are code points");
    static const ::locale_t unicode = ::newlocale(LC_CTYPE_MASK, "C.UTF-8", ::locale_t{});
    if (unicode == ::locale_t{}) {
        detail::fail<std::runtime_error>(
            [] { return std::string("the locale C.UTF-8 is missing, which tells small letters from capitals"); });
    }
    std::u32string small(text);
    for (char32_t& point : small) point = static_cast<char32_t>(::towlower_l(static_cast<std::wint_t>(point), unicode));
    return small;
}

} // namespace tenon
