// SPDX-License-Identifier: BSL-1.0
//
// A fuzzer of the .npy reader. Whatever the bytes are, they are read or refused in one sentence, and as many numbers
// are read as the shape says.
#include "tenon/io/npy.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <stdexcept>
#include <string_view>

namespace {

using namespace tenon;

void require(bool holds) {
    if (!holds) std::abort();
}

template <class Number>
void read(std::string_view bytes) {
    try {
        const NpyArray<Number> array = parse_npy<Number>(bytes, "fuzz");
        std::size_t count = 1;
        for (const std::size_t length : array.shape) count *= length;
        require(array.numbers.size() == count && count <= bytes.size());
    } catch (const std::runtime_error& error) {
        const std::string_view text = error.what();
        require(text.starts_with("fuzz: ") && text.size() < 1920);
        require(printable(text, text.size()) == text);
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    read<float>(bytes);
    read<double>(bytes);
    read<Token>(bytes);
    return 0;
}
