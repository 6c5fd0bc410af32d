// SPDX-License-Identifier: BSL-1.0
//
// Tensors as they stand in a safetensors file.
#pragma once

#include "tenon/data/printable.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tenon {

static_assert(std::endian::native == std::endian::little, "safetensors files are little-endian");

/// A tensor as it stands in a file.
struct StoredTensor {
    std::string name;
    std::string type; ///< such as "F32"
    std::vector<std::size_t> shape;
    std::string bytes; ///< row-major, little-endian

    friend bool operator==(const StoredTensor&, const StoredTensor&) = default;
};

/// A file's content.
struct Safetensors {
    std::map<std::string, std::string> metadata;
    std::vector<StoredTensor> tensors;

    friend bool operator==(const Safetensors&, const Safetensors&) = default;
};

namespace detail {

/// What a header calls the metadata, and no tensor therefore.
inline constexpr std::string_view metadata_name = "__metadata__";

/// The longest header that the format allows.
inline constexpr std::uint64_t longest_header = 100'000'000;

/// Bits of an element, by the format's names (those of the reference implementation 0.7); 0 for a type that it does
/// not have.
inline std::size_t safetensors_bits(std::string_view type) {
    using Type = std::pair<std::string_view, std::size_t>;
    constexpr std::array<Type, 22> types{
        {{"BOOL", 8},    {"F4", 4},      {"F6_E2M3", 6}, {"F6_E3M2", 6},     {"U8", 8},          {"I8", 8},
         {"F8_E5M2", 8}, {"F8_E4M3", 8}, {"F8_E8M0", 8}, {"F8_E4M3FNUZ", 8}, {"F8_E5M2FNUZ", 8}, {"I16", 16},
         {"U16", 16},    {"F16", 16},    {"BF16", 16},   {"I32", 32},        {"U32", 32},        {"F32", 32},
         {"C64", 64},    {"F64", 64},    {"I64", 64},    {"U64", 64}}};
    const auto* found = std::ranges::find(types, type, &Type::first);
    return found == types.end() ? 0 : found->second;
}

/// How many bytes the elements of a shape take; nothing where their number or their bits do not fit into 64 bits, read
/// from the first dimension on, or where the bits do not come out in whole bytes.
inline std::optional<std::size_t> stored_size(std::string_view type, const std::vector<std::size_t>& shape) {
    std::size_t count = 1;
    for (const std::size_t length : shape) {
        if (__builtin_mul_overflow(count, length, &count)) return std::nullopt;
    }
    if (__builtin_mul_overflow(count, safetensors_bits(type), &count) || count % 8 != 0) return std::nullopt;
    return count / 8;
}

/// A type and a shape, such as `F32 (2, 3)`, of which a message shows the first lengths.
inline std::string described(std::string_view type, const std::vector<std::size_t>& shape) {
    constexpr std::size_t shown = 8;
    std::string text = printable(type, 20) + " (";
    for (std::size_t axis = 0; axis < std::min(shape.size(), shown); ++axis)
        text += (axis > 0 ? ", " : "") + std::to_string(shape[axis]);
    if (shape.size() > shown) text += " and " + std::to_string(shape.size() - shown) + " more";
    return text + ")";
}

/// A tensor's name as a message shows it.
inline std::string in_quotes(std::string_view name) {
    std::string quoted(1, '\'');
    return quoted.append(printable(name)).append(1, '\'');
}

} // namespace detail

/// The first number of F32 tensors that is not finite, as in "the tensor '0.weight' holds nan"; empty where all are.
inline std::string not_finite(std::span<const StoredTensor> tensors) {
    for (const StoredTensor& tensor : tensors) {
        if (tensor.type != "F32") continue;
        for (std::size_t at = 0; at + sizeof(float) <= tensor.bytes.size(); at += sizeof(float)) {
            // By its bits, since -ffast-math takes all numbers for finite.
            constexpr std::uint32_t sign = 0x8000'0000, infinity = 0x7f80'0000;
            std::uint32_t bits = 0;
            std::memcpy(&bits, tensor.bytes.data() + at, sizeof bits);
            if ((bits & infinity) != infinity) continue;
            const char* const text = (bits & ~sign) != infinity ? "nan" : (bits & sign) == 0 ? "inf" : "-inf";
            return "the tensor " + detail::in_quotes(tensor.name) + " holds " + text;
        }
    }
    return {};
}

} // namespace tenon
