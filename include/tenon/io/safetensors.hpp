// SPDX-License-Identifier: BSL-1.0
//
// The safetensors format: a JSON header that names tensors, then their bytes.
#pragma once

#include "tenon/data/printable.hpp"
#include "tenon/io/input_file.hpp"
#include "tenon/io/output_file.hpp"
#include "tenon/io/safetensors_header.hpp"
#include "tenon/io/stored_tensor.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <new>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tenon {

namespace detail {

/// Bytes in memory, read as a file is.
class InputBytes {
  public:
    InputBytes(std::string_view bytes, const std::string& source)
        : name_(printable(source, longest_source)), size_(bytes.size()), rest_(bytes) {}

    [[nodiscard]] const std::string& name() const { return name_; }
    [[nodiscard]] std::optional<std::uint64_t> size() const { return size_; }
    void read(std::string& bytes, std::uint64_t most) {
        const std::string_view next =
            rest_.substr(0, static_cast<std::size_t>(std::min<std::uint64_t>(most, rest_.size())));
        bytes += next;
        rest_.remove_prefix(next.size());
    }

  private:
    std::string name_;
    std::uint64_t size_;
    std::string_view rest_;
};

/// The text of a header. Its length is judged before memory is taken.
template <class Input>
std::string read_header(Input& input) {
    const auto fail = [&](const std::string& reason) { throw std::runtime_error(input.name() + ": " + reason); };
    std::string bytes;
    std::uint64_t length = 0;
    input.read(bytes, sizeof length);
    if (bytes.size() < sizeof length) fail("is not a safetensors file: shorter than its 8 bytes of header length");
    std::memcpy(&length, bytes.data(), sizeof length);
    const std::string start = "is not a safetensors file, or cut short: its header length is " + std::to_string(length);
    if (input.size() && (length > longest_header || length > *input.size() - sizeof length))
        fail(start + " and the file has " + std::to_string(*input.size()) + " bytes");
    if (length > longest_header) fail(start + ", expected at most " + std::to_string(longest_header));
    bytes.clear();
    input.read(bytes, length);
    if (bytes.size() < length)
        fail(start + " and the file has " + std::to_string(sizeof length + bytes.size()) + " bytes");
    return bytes;
}

/// Reads strictly; every doubt is a std::runtime_error with one sentence.
template <class Input>
Safetensors read_safetensors_from(Input input) {
    const std::string text = read_header(input);
    std::optional<std::uint64_t> data_size = input.size();
    if (data_size) *data_size -= sizeof(std::uint64_t) + text.size();
    SafetensorsHeader header(input.name(), data_size);
    header.parse(text);
    std::uint64_t covered = 0;
    for (const std::size_t index : header.in_file) {
        auto& [tensor, begin, end] = header.tensors[index];
        try {
            if (data_size) tensor.bytes.reserve(static_cast<std::size_t>(end - begin));
            input.read(tensor.bytes, end - begin);
        } catch (const std::bad_alloc&) {
            header.fail("tensor " + in_quotes(tensor.name) + " has " + std::to_string(end - begin) +
                        " bytes, for which there is no memory");
        }
        if (tensor.bytes.size() < end - begin)
            header.fail("tensor " + in_quotes(tensor.name) +
                        " lies outside the data: the file is cut short or altered");
        covered = end;
    }
    std::string more;
    input.read(more, 1);
    if (!more.empty()) header.fail("holds more than the expected " + std::to_string(covered) + " bytes of data");
    Safetensors content{std::move(header.metadata), {}};
    content.tensors.reserve(header.tensors.size());
    for (NamedTensor& named : header.tensors) content.tensors.push_back(std::move(named.tensor));
    return content;
}

/// Throws std::invalid_argument for what no reader takes.
inline void require_storable(const Safetensors& content) {
    const auto fail = [](const std::string& reason) {
        throw std::invalid_argument("cannot be stored as safetensors: " + reason);
    };
    for (const auto& [key, value] : content.metadata) {
        if (valid_utf8(key) != key || valid_utf8(value) != value)
            fail("the metadata " + in_quotes(key) + " are not UTF-8");
    }
    std::vector<std::string_view> names;
    names.reserve(content.tensors.size());
    for (const auto& [name, type, shape, bytes] : content.tensors) {
        if (name == metadata_name) fail("a tensor has the name '__metadata__'");
        if (valid_utf8(name) != name) fail("the name of tensor " + in_quotes(name) + " is not UTF-8");
        if (safetensors_bits(type) == 0)
            fail("tensor " + in_quotes(name) + " has the unknown dtype " + in_quotes(type));
        const auto size = stored_size(type, shape);
        if (!size)
            fail("tensor " + in_quotes(name) + " has no whole number of bytes that can be: " + described(type, shape));
        if (*size != bytes.size()) {
            fail("tensor " + in_quotes(name) + " has " + std::to_string(bytes.size()) + " bytes, expected " +
                 std::to_string(*size) + " for " + described(type, shape));
        }
        names.push_back(name);
    }
    std::ranges::sort(names);
    const auto twice = std::ranges::adjacent_find(names);
    if (twice != names.end()) fail("tensor " + in_quotes(*twice) + " comes twice");
}

/// The header of a file, with blanks after it, so that the data starts at a multiple of 64 bytes.
inline std::string header_text(const Safetensors& content) {
    const auto json = [](const auto& value) { return nlohmann::json(value).dump(); };
    std::string text = "{";
    if (!content.metadata.empty()) text += "\"__metadata__\":" + json(content.metadata);
    std::size_t offset = 0;
    for (const StoredTensor& tensor : content.tensors) {
        const std::size_t end = offset + tensor.bytes.size();
        text += (text.size() > 1 ? "," : "") + json(tensor.name) + R"(:{"dtype":")" + tensor.type + R"(","shape":)" +
                json(tensor.shape) + R"(,"data_offsets":[)" + std::to_string(offset) + "," + std::to_string(end) + "]}";
        offset = end;
    }
    text += "}";
    return text.append((64 - (sizeof(std::uint64_t) + text.size()) % 64) % 64, ' ');
}

/// Writes to anything that takes bytes as an OutputFile does.
template <class Output>
void write_safetensors_to(Output& output, const Safetensors& content) {
    require_storable(content);
    const std::string text = header_text(content);
    const std::uint64_t length = text.size();
    if (length > longest_header) {
        throw std::invalid_argument("cannot be stored as safetensors: its header has " + std::to_string(length) +
                                    " bytes, expected at most " + std::to_string(longest_header));
    }
    output.write(std::string_view(reinterpret_cast<const char*>(&length), sizeof length));
    output.write(text);
    for (const StoredTensor& tensor : content.tensors) output.write(tensor.bytes);
}

} // namespace detail

/// The content of a safetensors file, tensors by name. Throws std::runtime_error with the file's name and what is wrong
/// with it. A tensor of a dtype that the format does not have comes as it is, its bytes not compared with its shape.
inline Safetensors read_safetensors(const std::filesystem::path& path) {
    return detail::read_safetensors_from(InputFile(path));
}

/// The same of a file's bytes. `source` names them in errors.
inline Safetensors parse_safetensors(std::string_view bytes, const std::string& source) {
    return detail::read_safetensors_from(detail::InputBytes(bytes, source));
}

/// Writes a safetensors file. The caller commits. Throws std::invalid_argument before anything is written where no
/// reader would take it: a name twice or `__metadata__`, a dtype that the format does not have, bytes that do not fit
/// the shape, text that is not UTF-8 (`valid_utf8` mends it), a header beyond 100 MB.
inline void write_safetensors(OutputFile& file, const Safetensors& content) {
    detail::write_safetensors_to(file, content);
}

} // namespace tenon
