// SPDX-License-Identifier: BSL-1.0
//
// Arrays in NumPy's .npy files: mapped into memory, or read and converted.
//
// The format: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html, versions 1 to 3.
#pragma once

#include "tenon/data/printable.hpp"
#include "tenon/dsl/token.hpp"
#include "tenon/io/input_file.hpp"
#include "tenon/io/npy_header.hpp"
#include "tenon/misuse.hpp"

#include <fcntl.h>
#include <sys/mman.h>

#include <cerrno>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <limits>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <type_traits>
#include <utility>
#include <vector>

namespace tenon {

/// An array with its shape, in row-major order.
template <class Number>
struct NpyArray {
    std::vector<std::size_t> shape;
    std::vector<Number> numbers;
};

/// The array of a .npy file, which stays in the file: the system reads what is looked at, and may forget it again, so
/// that a data set may be larger than memory. The file must not change meanwhile: where it is cut, the system ends the
/// program.
template <class Number>
class MappedNpy {
    static_assert(std::is_same_v<Number, float> || std::is_same_v<Number, double> || std::is_same_v<Number, Token>,
                  "a MappedNpy holds float, double or Token: read_npy converts other numbers");

  public:
    static constexpr std::string_view kind = "a MappedNpy";

    /// Throws std::runtime_error where the file cannot be read, is no such file, or holds other numbers than these.
    explicit MappedNpy(const std::filesystem::path& path) {
        const InputFile file(path);
        std::string start;
        file.read(start, detail::longest_npy_start);
        const detail::NpyHeader header = detail::parse_npy_header(start, file.name());
        if (header.type != detail::npy_type<Number>) {
            throw std::runtime_error(file.name() + ": holds numbers of the type " + detail::in_quotes(header.type) +
                                     ", expected " + detail::in_quotes(std::string(detail::npy_type<Number>)));
        }
        if (file.size() != header.offset + header.count * sizeof(Number) || header.offset % alignof(Number) != 0)
            detail::fail_npy_size(file.name(), header, file.size().value_or(0));
        shape_ = header.shape;
        size_ = header.offset + header.count * sizeof(Number);
        const detail::Descriptor opened(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
        memory_ = ::mmap(nullptr, size_, PROT_READ, MAP_PRIVATE, opened.number(), 0);
        if (memory_ == MAP_FAILED) {
            throw std::runtime_error(file.name() + ": cannot be mapped: " + std::generic_category().message(errno));
        }
        numbers_ = {reinterpret_cast<const Number*>(static_cast<const char*>(memory_) + header.offset), header.count};
    }
    MappedNpy(const MappedNpy&) = delete;
    MappedNpy& operator=(const MappedNpy&) = delete;
    ~MappedNpy() { ::munmap(memory_, size_); }

    [[nodiscard]] std::span<const Number> numbers() const& { return numbers_; }
    template <class Owner = MappedNpy>
    [[nodiscard]] std::span<const Number> numbers() const&& {
        static_assert(judge<Refused<OwnerThatEndsHere, Owner>>());
        return {};
    }
    [[nodiscard]] const std::vector<std::size_t>& shape() const { return shape_; }

  private:
    std::vector<std::size_t> shape_;
    std::size_t size_ = 0;
    void* memory_ = nullptr;
    std::span<const Number> numbers_;
};

namespace detail {

/// Numbers of one type as those of another. What does not fit is refused.
template <class Stored, class Number>
void convert_npy(std::string_view bytes, std::vector<Number>& numbers, const std::string& source) {
    for (std::size_t index = 0; index < numbers.size(); ++index) {
        Stored stored;
        std::memcpy(&stored, bytes.data() + index * sizeof stored, sizeof stored);
        if constexpr (std::is_integral_v<Number>) {
            if (!std::in_range<Number>(stored)) {
                throw std::runtime_error(source + ": holds the number " + std::to_string(stored) + " at index " +
                                         std::to_string(index) + ", expected tokens, up to " +
                                         std::to_string(std::numeric_limits<Number>::max()));
            }
        }
        numbers[index] = static_cast<Number>(stored); // NOLINT(bugprone-signed-char-misuse): a byte is a number here
    }
}
/// Whether numbers are stored in this type, which then are converted.
template <class Stored, class Number>
bool convert_npy_from(const NpyHeader& header, std::string_view bytes, std::vector<Number>& numbers,
                      const std::string& source) {
    if constexpr (std::is_integral_v<Number> && !std::is_integral_v<Stored>) {
        return false;
    } else {
        if (header.type != npy_type<Stored>) return false;
        convert_npy<Stored>(bytes, numbers, source);
        return true;
    }
}

} // namespace detail

/// The array of a .npy file's bytes. Whole numbers become floats, doubles or Tokens, and floats and doubles one another
/// by rounding to nearest. Throws std::runtime_error where the bytes are no such file, or a number is no Token.
template <class Number>
NpyArray<Number> parse_npy(std::string_view bytes, const std::string& source) {
    const std::string name = printable(source, detail::longest_source);
    const detail::NpyHeader header = detail::parse_npy_header(bytes, name);
    if (bytes.size() != header.offset + header.count * header.number_size)
        detail::fail_npy_size(name, header, bytes.size());
    NpyArray<Number> array{header.shape, std::vector<Number>(header.count)};
    const bool known =
        [&]<class... Stored>(std::type_identity<Stored>...) {
            return (detail::convert_npy_from<Stored>(header, bytes.substr(header.offset), array.numbers, name) || ...);
        }(std::type_identity<float>{}, std::type_identity<double>{}, std::type_identity<std::int8_t>{},
          std::type_identity<std::uint8_t>{}, std::type_identity<std::int16_t>{}, std::type_identity<std::uint16_t>{},
          std::type_identity<std::int32_t>{}, std::type_identity<std::uint32_t>{}, std::type_identity<std::int64_t>{},
          std::type_identity<std::uint64_t>{});
    if (!known) {
        throw std::runtime_error(name + ": holds numbers of the type " + detail::in_quotes(header.type) +
                                 ", expected whole numbers for Tokens");
    }
    return array;
}
/// The same for a file of up to 1 GiB.
template <class Number>
NpyArray<Number> read_npy(const std::filesystem::path& path) {
    return parse_npy<Number>(read_file(path), path.string());
}

} // namespace tenon
