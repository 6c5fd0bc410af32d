// SPDX-License-Identifier: BSL-1.0
//
// The safetensors format: a JSON header that names tensors, then their bytes.
#pragma once

#include "tenon/io/input_file.hpp"
#include "tenon/io/output_file.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <stdexcept>
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

/// Bytes of an element, by the format's names; 0 for a type that it does not have.
inline std::size_t safetensors_width(std::string_view type) {
    constexpr std::array<std::pair<std::string_view, std::size_t>, 15> widths{{{"BOOL", 1},
                                                                               {"U8", 1},
                                                                               {"I8", 1},
                                                                               {"F8_E5M2", 1},
                                                                               {"F8_E4M3", 1},
                                                                               {"I16", 2},
                                                                               {"U16", 2},
                                                                               {"F16", 2},
                                                                               {"BF16", 2},
                                                                               {"I32", 4},
                                                                               {"U32", 4},
                                                                               {"F32", 4},
                                                                               {"F64", 8},
                                                                               {"I64", 8},
                                                                               {"U64", 8}}};
    const auto* found = std::ranges::find(widths, type, &std::pair<std::string_view, std::size_t>::first);
    return found == widths.end() ? 0 : found->second;
}

/// Reads a safetensors file strictly; every doubt is an error with one sentence.
class SafetensorsReader {
  public:
    explicit SafetensorsReader(const std::filesystem::path& path) : path_(path.string()), content_(read_file(path)) {}

    Safetensors read() {
        const nlohmann::json header = parse_header();
        Safetensors result;
        std::vector<Extent> extents;
        for (const auto& [name, entry] : header.items()) {
            if (name == "__metadata__")
                read_metadata(entry, result);
            else
                result.tensors.push_back(read_tensor(name, entry, extents));
        }
        std::ranges::sort(extents);
        std::size_t covered = 0;
        for (const auto& [begin, end] : extents) {
            if (begin != covered)
                fail("its tensors leave a hole or overlap at byte " + std::to_string(std::min(begin, covered)) +
                     " of the data");
            covered = end;
        }
        if (covered != data_.size()) {
            fail("holds " + std::to_string(data_.size()) + " bytes of data, expected " + std::to_string(covered));
        }
        return result;
    }

  private:
    using Extent = std::pair<std::size_t, std::size_t>; ///< begin and end of a tensor's bytes

    [[noreturn]] void fail(const std::string& reason) const { throw std::runtime_error(path_ + ": " + reason); }

    nlohmann::json parse_header() {
        constexpr std::uint64_t longest = 100'000'000;
        std::uint64_t length = 0;
        if (content_.size() < sizeof length)
            fail("is not a safetensors file: shorter than its 8 bytes of header length");
        std::memcpy(&length, content_.data(), sizeof length);
        if (length > longest || length > content_.size() - sizeof length) {
            fail("is not a safetensors file, or cut short: its header length is " + std::to_string(length) +
                 " and the file has " + std::to_string(content_.size()) + " bytes");
        }
        const std::string_view text = std::string_view(content_).substr(sizeof length, length);
        data_ = std::string_view(content_).substr(sizeof length + length);
        if (!text.starts_with('{')) fail("is not a safetensors file: its header does not start with '{'");
        if (text.find('\0') != text.npos) fail("its header is not JSON"); // the parser takes it for the end
        std::vector<std::set<std::string>> keys;                          // of the objects that are open
        const auto check = [&](int depth, nlohmann::json::parse_event_t event, nlohmann::json& parsed) {
            using Event = nlohmann::json::parse_event_t;
            if (depth > 3) fail("its header is nested deeper than a tensor's shape");
            if (event == Event::object_start) keys.emplace_back();
            if (event == Event::object_end) keys.pop_back();
            if (event == Event::key && !keys.back().insert(parsed.get<std::string>()).second) {
                fail("its header names '" + parsed.get<std::string>() + "' twice");
            }
            return true;
        };
        nlohmann::json header;
        try {
            header = nlohmann::json::parse(text, check);
        } catch (const nlohmann::json::exception&) {
            fail("its header is not JSON");
        }
        return header;
    }

    void read_metadata(const nlohmann::json& entry, Safetensors& result) const {
        if (!entry.is_object()) fail("its __metadata__ is not an object");
        for (const auto& [key, value] : entry.items()) {
            if (!value.is_string()) fail("its metadata '" + key + "' is not a string");
            result.metadata[key] = value.get<std::string>();
        }
    }

    StoredTensor read_tensor(const std::string& name, const nlohmann::json& entry, std::vector<Extent>& extents) const {
        const auto bad = [&](const std::string& reason) { fail("tensor '" + name + "' " + reason); };
        if (!entry.is_object() || entry.size() != 3 || !entry.contains("dtype") || !entry.contains("shape") ||
            !entry.contains("data_offsets")) {
            bad("is not described by dtype, shape and data_offsets alone");
        }
        StoredTensor tensor{name, {}, {}, {}};
        const auto whole_numbers = [](const nlohmann::json& list) {
            return list.is_array() &&
                   std::ranges::all_of(list, [](const auto& value) { return value.is_number_unsigned(); });
        };
        if (!entry["dtype"].is_string() || safetensors_width(entry["dtype"].get<std::string>()) == 0)
            bad("has an unknown dtype " + entry["dtype"].dump());
        if (!whole_numbers(entry["shape"]))
            bad("has a shape that is not a list of whole numbers: " + entry["shape"].dump());
        if (!whole_numbers(entry["data_offsets"]) || entry["data_offsets"].size() != 2)
            bad("has data_offsets that are not two whole numbers");
        tensor.type = entry["dtype"].get<std::string>();
        tensor.shape = entry["shape"].get<std::vector<std::size_t>>();
        const auto begin = entry["data_offsets"][0].get<std::size_t>(),
                   end = entry["data_offsets"][1].get<std::size_t>();
        if (begin > end || end > data_.size()) bad("lies outside the data: the file is cut short or altered");
        const auto bytes = byte_count(tensor);
        if (!bytes || *bytes != end - begin)
            bad("has " + std::to_string(end - begin) + " bytes, which its shape and dtype do not need");
        extents.emplace_back(begin, end);
        tensor.bytes = data_.substr(begin, end - begin);
        return tensor;
    }

    static std::optional<std::size_t> byte_count(const StoredTensor& tensor) {
        std::size_t bytes = safetensors_width(tensor.type);
        for (std::size_t length : tensor.shape) {
            if (__builtin_mul_overflow(bytes, length, &bytes)) return std::nullopt;
        }
        return bytes;
    }

    std::string path_;
    std::string content_;
    std::string_view data_;
};

} // namespace detail

/// The content of a safetensors file. Throws std::runtime_error with the file's name and what is wrong with it.
inline Safetensors read_safetensors(const std::filesystem::path& path) {
    return detail::SafetensorsReader(path).read();
}

/// Writes a safetensors file, its data starting at a multiple of 64 bytes. The caller commits. Text that is not UTF-8
/// (the path of a file may be such) becomes U+FFFD.
inline void write_safetensors(OutputFile& file, const Safetensors& content) {
    nlohmann::ordered_json header = nlohmann::ordered_json::object();
    if (!content.metadata.empty()) header["__metadata__"] = content.metadata;
    std::size_t offset = 0;
    for (const StoredTensor& tensor : content.tensors) {
        header[tensor.name] = {
            {"dtype", tensor.type}, {"shape", tensor.shape}, {"data_offsets", {offset, offset + tensor.bytes.size()}}};
        offset += tensor.bytes.size();
    }
    std::string text = header.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    text.append((64 - (sizeof(std::uint64_t) + text.size()) % 64) % 64, ' ');
    const std::uint64_t length = text.size();
    file.write({reinterpret_cast<const char*>(&length), sizeof length});
    file.write(text);
    for (const StoredTensor& tensor : content.tensors) file.write(tensor.bytes);
}

} // namespace tenon
