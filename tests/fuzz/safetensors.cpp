// SPDX-License-Identifier: BSL-1.0
//
// A fuzzer of the safetensors reader. Whatever the bytes are, they are read or refused in one sentence; what is read,
// written and read again is the same, unless the writer refuses it for the one reason that there can be.
#include "tenon/io/safetensors.hpp"

#include "tenon/io/float_types.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <functional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace tenon;

void require(bool holds) {
    if (!holds) std::abort();
}

struct Memory {
    std::string bytes;
    void write(std::string_view more) { bytes += more; }
};

/// One line that a terminal shows as it is, and no longer than a screen.
void require_sentence(std::string_view text) {
    require(text.starts_with("fuzz: ") && text.size() < 1920);
    require(printable(text, text.size()) == text);
}

bool has_known_type(const StoredTensor& tensor) { return detail::safetensors_bits(tensor.type) != 0; }

void convert(const StoredTensor& tensor) {
    const std::size_t size = detail::float_size(tensor.type);
    if (size == 0) return;
    std::vector<float> floats(tensor.bytes.size() / size);
    const auto large = detail::first_too_large<float>(tensor.type, tensor.bytes);
    if (large)
        require(*large < floats.size());
    else
        detail::read_floats<float>(tensor.type, tensor.bytes, floats);
}

void write_and_read_again(const Safetensors& content) {
    Memory memory;
    try {
        detail::write_safetensors_to(memory, content);
    } catch (const std::invalid_argument&) {
        require(!std::ranges::all_of(content.tensors, has_known_type) && memory.bytes.empty());
        return;
    }
    require(std::ranges::all_of(content.tensors, has_known_type));
    require(parse_safetensors(memory.bytes, "again") == content);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    Safetensors content;
    try {
        content = parse_safetensors(bytes, "fuzz");
    } catch (const std::runtime_error& error) {
        require_sentence(error.what());
        return 0;
    }
    std::size_t total = 0;
    for (const StoredTensor& tensor : content.tensors) {
        if (has_known_type(tensor)) require(detail::stored_size(tensor.type, tensor.shape) == tensor.bytes.size());
        convert(tensor);
        total += tensor.bytes.size();
    }
    require(total <= size);
    require(std::ranges::is_sorted(content.tensors, std::ranges::less_equal{}, &StoredTensor::name));
    write_and_read_again(content);
    return 0;
}
