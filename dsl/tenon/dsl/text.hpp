// SPDX-License-Identifier: BSL-1.0
//
// Text the compiler can compute: names of parameters, spellings of types, sentences about a net that does not fit.
#pragma once

#include "tenon/dsl/compiler.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdlib>
#include <string_view>

namespace tenon {

namespace detail {

/// Not a constant expression: where constant evaluation comes here, compilation stops and names it.
[[noreturn]] inline void a_text_is_longer_than_its_room() { std::abort(); }

} // namespace detail

/// Characters in a fixed room, appended to during constant evaluation. Appending past the room is a compile error.
template <std::size_t Capacity>
struct Text {
    std::array<char, Capacity> characters{};
    std::size_t length = 0;

    constexpr Text() = default;
    constexpr Text(std::string_view text) { *this << text; }
    constexpr Text(const char* text) : Text(std::string_view(text)) {}

    constexpr Text& operator<<(char character) {
        if (length == Capacity) detail::a_text_is_longer_than_its_room();
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
using QualifiedName = Text<128>;

namespace detail {

template <class Type>
constexpr std::string_view compiler_spelling() {
    std::string_view signature = __PRETTY_FUNCTION__;
    const std::size_t begin = signature.find("Type = ") + 7;
    return signature.substr(begin, std::min(signature.find(';'), signature.rfind(']')) - begin);
}

constexpr std::string_view find_own_namespace() {
    std::string_view signature = __PRETTY_FUNCTION__;
    signature.remove_prefix(signature.rfind(' ') + 1);
    return signature.substr(0, signature.find("detail::"));
}

/// `tenon::`, unless the program renames the namespace by a definition.
inline constexpr std::string_view own_namespace = find_own_namespace();

/// Characters at the front that only some compilers print, or that a user does not write.
constexpr std::size_t left_out(std::string_view rest, bool behind_number) {
    if (rest.starts_with(own_namespace)) return own_namespace.size();
    for (std::string_view prefix : {"{anonymous}::", "(anonymous namespace)::"}) {
        if (rest.starts_with(prefix)) return prefix.size();
    }
    return rest.starts_with(" >") || rest.starts_with(" [") || (behind_number && (rest[0] == 'U' || rest[0] == 'L'))
               ? 1
               : 0;
}

/// A spelled type without its arguments: `Linear` for `Linear<48, 128>`. A loop, because string_view::find compares a
/// pointer with null, which is no constant expression under g++'s sanitizers.
constexpr std::string_view without_arguments(std::string_view written) {
    std::size_t length = 0;
    while (length < written.size() && written[length] != '<') ++length;
    return written.substr(0, length);
}

} // namespace detail

/// A type as its user writes it: `Linear<48, 128, no_bias>`, without namespace and the same on every compiler.
template <class Type>
constexpr Text<256> spelling() {
    std::string_view rest = detail::compiler_spelling<Type>();
    Text<256> result;
    bool in_word = false, in_number = false;
    while (!rest.empty()) {
        const std::size_t left_out = detail::left_out(rest, in_number);
        if (left_out > 0) {
            rest.remove_prefix(left_out);
            continue;
        }
        if (result.length + 4 > 256) return result << "...";
        const char character = rest.front();
        const bool digit = character >= '0' && character <= '9';
        in_number = digit && (in_number || !in_word);
        in_word = digit || character == '_' || (character | 0x20) >= 'a';
        result << character;
        rest.remove_prefix(1);
    }
    return result;
}

} // namespace tenon
