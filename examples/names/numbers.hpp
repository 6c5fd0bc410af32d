// SPDX-License-Identifier: BSL-1.0
//
// Numbers as they are given on the command line. What is checked is what is used: there is no second reading of a text.
#pragma once

#include <charconv>
#include <cmath>
#include <cstdint>
#include <optional>
#include <string_view>
#include <system_error>

namespace program {

/// The number that a text is from its first character to its last: decimal digits and nothing else, no sign, no blank,
/// no 0x. Zeros in front mean nothing. None for any other text, and for a number outside of `least` to `most`.
inline std::optional<std::uint64_t> whole_number(std::string_view text, std::uint64_t least, std::uint64_t most) {
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, 10);
    if (error != std::errc{} || end != text.data() + text.size() || number < least || number > most) return {};
    return number;
}

/// The same for a decimal fraction such as 0.1, .5, 5 or 1e-3, which is above 0 and within the range of float.
inline std::optional<float> positive_number(std::string_view text) {
    float number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size() || !std::isfinite(number) || number <= 0) return {};
    return number;
}

} // namespace program
