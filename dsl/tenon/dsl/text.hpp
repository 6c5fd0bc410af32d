// SPDX-License-Identifier: BSL-1.0
//
// Text the compiler can compute: names of parameters, spellings of types, sentences about a net that does not fit.
#pragma once

#include <array>
#include <cstddef>
#include <stdexcept>
#include <string_view>

namespace tenon {

/// Characters in a fixed room, appended to during constant evaluation. Appending past the room is a compile error.
template <std::size_t Capacity>
struct Text {
    std::array<char, Capacity> characters{};
    std::size_t length = 0;

    constexpr Text() = default;
    constexpr Text(std::string_view text) { *this << text; }
    constexpr Text(const char* text) : Text(std::string_view(text)) {}

    constexpr Text& operator<<(char character) {
        if (length == Capacity) throw std::length_error("tenon: a text is longer than its room");
        characters[length++] = character;
        return *this;
    }
    constexpr Text& operator<<(std::string_view text) {
        for (char character : text) *this << character;
        return *this;
    }
    constexpr Text& operator<<(std::size_t number) {
        if (number >= 10) *this << number / 10;
        return *this << static_cast<char>('0' + number % 10);
    }

    [[nodiscard]] constexpr std::string_view view() const { return {characters.data(), length}; }
    [[nodiscard]] constexpr const char* data() const { return characters.data(); }
    [[nodiscard]] constexpr std::size_t size() const { return length; }
    constexpr operator std::string_view() const { return view(); }
    friend constexpr bool operator==(const Text& left, std::string_view right) { return left.view() == right; }
};

/// The path of a parameter in a net, such as `12.weight`.
using Name = Text<48>;

namespace detail {

template <class Type>
constexpr std::string_view compiler_spelling() {
    std::string_view signature = __PRETTY_FUNCTION__;
    const std::size_t begin = signature.find("Type = ") + 7;
    const std::size_t end = signature.find_first_of(";]", begin);
    return signature.substr(begin, end - begin);
}

} // namespace detail

/// A type as its user writes it: `Linear<48, 128, no_bias>`, without namespace and the same on every compiler.
template <class Type>
constexpr Text<256> spelling() {
    constexpr std::string_view prefix = "tenon::";
    std::string_view rest = detail::compiler_spelling<Type>();
    Text<256> result;
    while (!rest.empty()) {
        if (rest.starts_with(prefix)) {
            rest.remove_prefix(prefix.size());
        } else if (rest.starts_with(" >")) {
            rest.remove_prefix(1);
        } else {
            if (result.length + 4 > 256) return result << "...";
            result << rest.front();
            rest.remove_prefix(1);
        }
    }
    return result;
}

} // namespace tenon
