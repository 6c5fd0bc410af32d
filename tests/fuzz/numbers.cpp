// SPDX-License-Identifier: BSL-1.0
//
// The numbers of flags, against readings of another kind: digits multiplied out in wide integers, and the C library's
// strtof. Whatever is taken is what the text says, and what is refused says nothing that could be taken.
#include "numbers.hpp"

#include <clocale>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

namespace {

void require(bool right) {
    if (!right) std::abort();
}

bool is_digit(char character) { return character >= '0' && character <= '9'; }

std::optional<std::uint64_t> multiplied_out(std::string_view text) {
    if (text.empty()) return {};
    __extension__ unsigned __int128 number = 0;
    for (const char character : text) {
        if (!is_digit(character)) return {};
        number = number * 10 + static_cast<unsigned>(character - '0');
        if (number > std::numeric_limits<std::uint64_t>::max()) return {};
    }
    return static_cast<std::uint64_t>(number);
}

/// Digits with at most one point among or beside them, and a decimal exponent.
bool is_decimal(std::string_view text) {
    std::size_t at = 0, digits = 0;
    const auto take_digits = [&] {
        const std::size_t before = at;
        while (at < text.size() && is_digit(text[at])) ++at;
        return at - before;
    };
    digits += take_digits();
    if (at < text.size() && text[at] == '.') {
        ++at;
        digits += take_digits();
    }
    if (digits == 0) return false;
    if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
        ++at;
        if (at < text.size() && (text[at] == '+' || text[at] == '-')) ++at;
        if (take_digits() == 0) return false;
    }
    return at == text.size();
}

void check_whole(std::string_view text, std::uint64_t least, std::uint64_t most) {
    const auto read = program::whole_number(text, least, most);
    auto expected = multiplied_out(text);
    if (expected && (*expected < least || *expected > most)) expected.reset();
    require(read == expected);
}

void check_positive(const std::string& text) {
    const auto read = program::positive_number(text);
    const float expected = std::strtof(text.c_str(), nullptr);
    const bool within = std::isfinite(expected) && expected > 0;
    if (read) {
        require(is_decimal(text) && within && *read == expected);
    } else if (is_decimal(text)) {
        // Numbers too small to be normal are rounded by one and refused by the other.
        require(!within || expected < std::numeric_limits<float>::min());
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::uint64_t bounds[2] = {0, std::numeric_limits<std::uint64_t>::max()};
    const std::string text(data, data + size);
    check_whole(text, bounds[0], bounds[1]);
    check_whole(text, 1, 1'000'000'000);
    if (size >= sizeof bounds) {
        std::memcpy(bounds, data + size - sizeof bounds, sizeof bounds);
        check_whole(text.substr(0, size - sizeof bounds), bounds[0], bounds[1]);
    }
    check_positive(text);
    return 0;
}
