// SPDX-License-Identifier: BSL-1.0
//
// Reading what stands between a layer's angle brackets: sizes first, then options, as in `Linear<48, 128, no_bias>`.
#pragma once

#include <array>
#include <concepts>
#include <cstddef>
#include <type_traits>

namespace tenon {

enum LinearOption { no_bias };
enum BatchNormOption {
    unbiased,     ///< normalise with the unbiased variance, as in the lecture
    per_position, ///< statistics for each position, over the batch alone
};

namespace detail {

template <class Type>
inline constexpr bool is_size = std::integral<Type> && !std::same_as<Type, bool>;

/// The sizes in a layer's brackets, in order; 0 where there are fewer.
template <auto... Spec>
constexpr std::array<std::size_t, 2> sizes_in() {
    std::array<std::size_t, 2> sizes{};
    [[maybe_unused]] std::size_t count = 0;
    (
        [&] {
            if constexpr (is_size<decltype(Spec)>) {
                if (count < 2) sizes[count] = Spec > 0 ? static_cast<std::size_t>(Spec) : 0;
                ++count;
            }
        }(),
        ...);
    return sizes;
}

template <auto... Spec>
inline constexpr std::size_t count_of_sizes = (std::size_t{is_size<decltype(Spec)>} + ... + 0);

/// Whether the brackets hold this option.
template <auto Option, auto... Spec>
constexpr bool has_option() {
    bool found = false;
    (
        [&] {
            if constexpr (std::is_same_v<decltype(Spec), decltype(Option)>) found = found || Spec == Option;
        }(),
        ...);
    return found;
}

/// Whether the brackets hold `Least` to `Most` sizes of at least 1, then options of type `Option` and nothing else.
template <std::size_t Least, std::size_t Most, class Option, auto... Spec>
constexpr bool well_spelled() {
    constexpr std::size_t count = count_of_sizes<Spec...>;
    bool good = count >= Least && count <= Most;
    [[maybe_unused]] std::size_t index = 0;
    (
        [&] {
            if constexpr (is_size<decltype(Spec)>)
                good = good && Spec > 0 && index < count;
            else
                good = good && std::is_same_v<decltype(Spec), Option> && index >= count;
            ++index;
        }(),
        ...);
    return good;
}

/// A layer template that has no options.
enum class NoOption {};

/// A size the way a user writes it, so that a suggested spelling prints without a suffix.
constexpr int written(std::size_t size) { return static_cast<int>(size); }

} // namespace detail
} // namespace tenon
