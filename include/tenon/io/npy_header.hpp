// SPDX-License-Identifier: BSL-1.0
//
// The start of a .npy file: what its numbers are, and how many.
#pragma once

#include "tenon/data/printable.hpp"
#include "tenon/io/stored_tensor.hpp"

#include <array>
#include <bit>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <type_traits>
#include <utility>
#include <vector>

namespace tenon::detail {

static_assert(std::endian::native == std::endian::little, "numbers are read as they lie in a file");

/// A header is no longer than this: a shape of 32 axes and three keys fit into a hundredth of it.
inline constexpr std::size_t longest_npy_start = 1U << 16U;

struct NpyHeader {
    std::string type; ///< such as <f4
    std::vector<std::size_t> shape;
    std::size_t number_size = 0; ///< bytes
    std::size_t count = 0;       ///< numbers
    std::size_t offset = 0;      ///< of the first number in the file
};

/// How NumPy calls a type of numbers. A byte has no order.
template <class Number>
inline constexpr std::string_view npy_type = [] {
    constexpr bool whole = std::is_integral_v<Number>;
    constexpr std::size_t size = std::countr_zero(sizeof(Number));
    constexpr std::array<std::string_view, 4> is_signed{"|i1", "<i2", "<i4", "<i8"};
    constexpr std::array<std::string_view, 4> is_unsigned{"|u1", "<u2", "<u4", "<u8"};
    constexpr std::array<std::string_view, 4> real{"", "", "<f4", "<f8"};
    return !whole ? real[size] : std::is_signed_v<Number> ? is_signed[size] : is_unsigned[size];
}();

/// Reads the Python dictionary of a header, of which NumPy writes a small part: strings, True, False and tuples of
/// whole numbers.
class NpyDictionary {
  public:
    NpyDictionary(std::string_view text, const std::string& source) : left_(text), source_(source) {}

    NpyHeader read() {
        NpyHeader header;
        bool has_type = false, has_order = false, has_shape = false;
        expect('{');
        while (!accept('}')) {
            const std::string key = string();
            expect(':');
            if (key == "descr" && !std::exchange(has_type, true)) {
                header.type = string();
            } else if (key == "fortran_order" && !std::exchange(has_order, true)) {
                is_column_major_ = boolean();
            } else if (key == "shape" && !std::exchange(has_shape, true)) {
                header.shape = tuple();
            } else {
                fail("has the key " + in_quotes(key) + " in its header, expected descr, fortran_order and shape, once");
            }
            if (!accept(',')) {
                expect('}');
                break;
            }
        }
        blanks();
        if (!left_.empty()) fail("has more behind the dictionary of its header");
        if (!has_type || !has_order || !has_shape) fail("lacks descr, fortran_order or shape in its header");
        if (is_column_major_ && header.shape.size() > 1)
            fail("holds an array in Fortran order, expected C order: save np.ascontiguousarray(array)");
        return header;
    }

  private:
    [[noreturn]] void fail(const std::string& what) const { throw std::runtime_error(source_ + ": " + what); }

    void blanks() {
        while (!left_.empty() && (left_.front() == ' ' || left_.front() == '\n')) left_.remove_prefix(1);
    }
    bool accept(char wanted) {
        blanks();
        if (left_.empty() || left_.front() != wanted) return false;
        left_.remove_prefix(1);
        return true;
    }
    void expect(char wanted) {
        if (!accept(wanted)) {
            fail("has a header that goes on with " + in_quotes(printable(left_.substr(0, 20), 40)) + ", expected '" +
                 std::string(1, wanted) + "'");
        }
    }
    std::string string() {
        blanks();
        const char quote = !left_.empty() && left_.front() == '"' ? '"' : '\'';
        expect(quote);
        std::string text;
        while (!left_.empty() && left_.front() != quote) {
            text += left_.front();
            left_.remove_prefix(1);
        }
        expect(quote);
        return printable(text, 40);
    }
    bool boolean() {
        blanks();
        for (const bool value : {true, false}) {
            const std::string_view word = value ? "True" : "False";
            if (!left_.starts_with(word)) continue;
            left_.remove_prefix(word.size());
            return value;
        }
        fail("has a fortran_order in its header that is neither True nor False");
    }
    std::vector<std::size_t> tuple() {
        std::vector<std::size_t> numbers;
        expect('(');
        while (!accept(')')) {
            blanks();
            std::size_t number = 0;
            const char* const begin = left_.data();
            const auto [end, error] = std::from_chars(begin, begin + left_.size(), number);
            if (error != std::errc{} || numbers.size() == 32) fail("has a shape in its header that is none");
            left_.remove_prefix(static_cast<std::size_t>(end - begin));
            numbers.push_back(number);
            if (!accept(',')) {
                expect(')');
                break;
            }
        }
        return numbers;
    }

    std::string_view left_;
    const std::string& source_;
    bool is_column_major_ = false;
};

/// The bytes of a number; 0 for a type that is not known.
inline std::size_t npy_number_size(std::string_view type) {
    if (type == "|i1" || type == "|u1") return 1;
    if (type == "<i2" || type == "<u2") return 2;
    if (type == "<f4" || type == "<i4" || type == "<u4") return 4;
    if (type == "<f8" || type == "<i8" || type == "<u8") return 8;
    return 0;
}

/// The header at the start of a file. Fails with std::runtime_error where there is none.
inline NpyHeader parse_npy_header(std::string_view bytes, const std::string& source) {
    const auto fail = [&](const std::string& what) { throw std::runtime_error(source + ": " + what); };
    const auto byte = [&](std::size_t at) { return static_cast<std::size_t>(static_cast<unsigned char>(bytes[at])); };
    if (!bytes.starts_with("\x93NUMPY") || bytes.size() < 12) fail("is no .npy file");
    const std::size_t version = byte(6);
    if (version < 1 || version > 3)
        fail("is a .npy file of version " + std::to_string(version) + ", expected 1, 2 or 3");
    const std::size_t begin = version == 1 ? 10 : 12;
    std::size_t length = byte(8) + 256 * byte(9);
    if (version > 1) length += 65536 * (byte(10) + 256 * byte(11));
    if (begin + length > std::min(bytes.size(), longest_npy_start)) {
        fail("has a header of " + std::to_string(length) + " bytes, expected fewer than " +
             std::to_string(std::min(bytes.size(), longest_npy_start) - begin + 1));
    }
    NpyHeader header = NpyDictionary(bytes.substr(begin, length), source).read();
    header.offset = begin + length;
    header.number_size = npy_number_size(header.type);
    if (header.number_size == 0) {
        fail("holds numbers of the type " + in_quotes(header.type) +
             ", expected <f4, <f8, or whole numbers such as |u1 and <i8");
    }
    header.count = 1;
    for (const std::size_t length_of_axis : header.shape) {
        constexpr std::size_t most = std::numeric_limits<std::size_t>::max() / 16;
        if (length_of_axis != 0 && header.count > most / length_of_axis)
            fail("has a shape of more numbers than there can be");
        header.count *= length_of_axis;
    }
    return header;
}

[[noreturn]] inline void fail_npy_size(const std::string& source, const NpyHeader& header, std::uint64_t size) {
    throw std::runtime_error(source + ": holds " + std::to_string(size) + " bytes, expected " +
                             std::to_string(header.offset + header.count * header.number_size) + " for " +
                             described(header.type, header.shape));
}

} // namespace tenon::detail
