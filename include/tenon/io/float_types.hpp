// SPDX-License-Identifier: BSL-1.0
//
// Stored floating-point numbers of one type as those of another.
#pragma once

#include "tenon/dsl/compiler.hpp"

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <string_view>
#include <type_traits>

namespace tenon::detail {

/// The float of an IEEE half-precision number's bits, which it is exactly.
constexpr float from_half(std::uint16_t bits) {
    const std::uint32_t sign = (bits & 0x8000U) << 16U, exponent = bits >> 10U & 0x1fU, fraction = bits & 0x3ffU;
    if (exponent == 0x1f) return std::bit_cast<float>(sign | 0x7f800000U | fraction << 13U);
    if (exponent != 0) return std::bit_cast<float>(sign | (exponent + 112U) << 23U | fraction << 13U);
    if (fraction == 0) return std::bit_cast<float>(sign);
    // A subnormal: its first bit becomes the one that a float does not write down.
    const auto shift = static_cast<std::uint32_t>(std::countl_zero(fraction)) - 21U;
    return std::bit_cast<float>(sign | (113U - shift) << 23U | (fraction << shift & 0x3ffU) << 13U);
}

/// The float of a bfloat16's bits, which are its first half.
constexpr float from_bfloat16(std::uint16_t bits) {
    return std::bit_cast<float>(static_cast<std::uint32_t>(bits) << 16U);
}

/// Whether a double is finite and the nearest float is not: from halfway between the largest float and 2^128 on.
constexpr bool exceeds_float(double value) {
    const std::uint64_t magnitude = std::bit_cast<std::uint64_t>(value) & ~(std::uint64_t{1} << 63U);
    return magnitude >= std::bit_cast<std::uint64_t>(0x1.ffffffp127) && magnitude < 0x7ff0000000000000U;
}

/// The bytes of an element of a stored type that `read_floats` takes; 0 for other types.
constexpr std::size_t float_size(std::string_view type) {
    if (type == "F16" || type == "BF16") return 2;
    return type == "F32" ? 4 : type == "F64" ? 8 : 0;
}

template <class Number>
Number read_number(std::string_view bytes, std::size_t index) {
    Number number;
    std::memcpy(&number, bytes.data() + index * sizeof number, sizeof number);
    return number;
}

/// Stored numbers as those of a model, rounded to the nearest where they have more digits. `bytes` has as many as
/// `numbers`.
template <class Real>
void read_floats(std::string_view type, std::string_view bytes, std::span<Real> numbers) {
    const auto each = [&](auto read) {
        for (std::size_t index = 0; index < numbers.size(); ++index) numbers[index] = static_cast<Real>(read(index));
    };
    if (type == (std::is_same_v<Real, float> ? "F32" : "F64"))
        std::ranges::copy(std::as_bytes(std::span(bytes).first(numbers.size_bytes())),
                          std::as_writable_bytes(numbers).begin());
    else if (type == "F16")
        each([&](std::size_t index) { return from_half(read_number<std::uint16_t>(bytes, index)); });
    else if (type == "BF16")
        each([&](std::size_t index) { return from_bfloat16(read_number<std::uint16_t>(bytes, index)); });
    else if (type == "F32")
        each([&](std::size_t index) { return read_number<float>(bytes, index); });
    else
        each([&](std::size_t index) { return read_number<double>(bytes, index); });
}

/// The index of the first stored number that is finite and as a `Real` would not be; nothing where there is none.
template <class Real>
std::optional<std::size_t> first_too_large(std::string_view type, std::string_view bytes) {
    if (type != "F64" || std::is_same_v<Real, double>) return std::nullopt;
    for (std::size_t index = 0; index < bytes.size() / sizeof(double); ++index) {
        if (exceeds_float(read_number<double>(bytes, index))) return index;
    }
    return std::nullopt;
}

} // namespace tenon::detail
