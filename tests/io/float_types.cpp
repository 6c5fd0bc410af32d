// SPDX-License-Identifier: BSL-1.0
//
// Stored floating-point numbers of one type as those of another: every half and bfloat16 against its definition, and
// doubles at the edges of what a float holds.
#include "tenon/io/float_types.hpp"

#include <boost/test/unit_test.hpp>

#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string_view>
#include <utility>

namespace {

using namespace tenon::detail;
using Float = std::numeric_limits<float>;

/// A number by IEEE 754's definition: sign, exponent of `exponent_bits` bits, fraction of `fraction_bits`.
double defined(std::uint32_t bits, int exponent_bits, int fraction_bits) {
    const auto sign = (bits >> (exponent_bits + fraction_bits) & 1U) != 0 ? -1.0 : 1.0;
    const auto exponent = static_cast<int>(bits >> fraction_bits & ((1U << exponent_bits) - 1));
    const auto fraction = std::ldexp(bits & ((1U << fraction_bits) - 1), -fraction_bits);
    const int bias = (1 << (exponent_bits - 1)) - 1;
    if (exponent == 0) return sign * std::ldexp(fraction, 1 - bias);
    if (exponent == (1 << exponent_bits) - 1)
        return fraction == 0 ? sign * std::numeric_limits<double>::infinity()
                             : std::numeric_limits<double>::quiet_NaN();
    return sign * std::ldexp(1 + fraction, exponent - bias);
}

template <class Real, class Stored, std::size_t count>
std::array<Real, count> read(std::string_view type, const std::array<Stored, count>& stored) {
    std::array<Real, count> numbers{};
    read_floats<Real>(type, {reinterpret_cast<const char*>(stored.data()), sizeof stored}, numbers);
    return numbers;
}

} // namespace

BOOST_AUTO_TEST_CASE(every_half_and_bfloat16_is_the_number_that_it_stands_for) {
    std::size_t wrong = 0, not_numbers = 0;
    for (std::uint32_t bits = 0; bits < 0x10000; ++bits) {
        const auto half = static_cast<std::uint16_t>(bits);
        for (const auto& [number, expected] :
             {std::pair(from_half(half), defined(bits, 5, 10)), std::pair(from_bfloat16(half), defined(bits, 8, 7))}) {
            const auto sign = std::bit_cast<std::uint32_t>(number) >> 31U;
            if (std::isnan(expected))
                not_numbers += std::isnan(number) ? 1 : 0;
            else if (static_cast<double>(number) != expected || sign != bits >> 15U)
                ++wrong;
        }
    }
    BOOST_TEST(wrong == 0);
    BOOST_TEST(not_numbers == 2 * 1023 + 2 * 127);
    BOOST_TEST(from_half(0x3c00) == 1.0F);
    BOOST_TEST(from_half(0xc100) == -2.5F);
    BOOST_TEST(from_half(0x0001) == 0x1p-24F);
    BOOST_TEST(from_bfloat16(0x3f80) == 1.0F);
}

BOOST_AUTO_TEST_CASE(numbers_of_each_type_become_floats_and_doubles) {
    const std::array<std::uint16_t, 2> halves{0x3c00, 0xc100}, bfloats{0x3f80, 0xc020};
    for (const auto& [one, two] :
         {read<float>("F16", halves), read<float>("BF16", bfloats), read<float>("F32", std::array{1.0F, -2.5F}),
          read<float>("F64", std::array{1.0, -2.5})}) {
        BOOST_TEST(one == 1.0F);
        BOOST_TEST(two == -2.5F);
    }
    for (const auto& [one, two] :
         {read<double>("F16", halves), read<double>("BF16", bfloats), read<double>("F32", std::array{1.0F, -2.5F}),
          read<double>("F64", std::array{1.0, -2.5})}) {
        BOOST_TEST(one == 1.0);
        BOOST_TEST(two == -2.5);
    }
    BOOST_TEST(read<float>("F64", std::array{0.1})[0] == 0.1F);
    BOOST_TEST(read<double>("F32", std::array{0.1F})[0] == static_cast<double>(0.1F));
}

// Found by the fuzzer: an empty vector has no memory.
BOOST_AUTO_TEST_CASE(no_numbers_are_read_from_no_bytes) {
    for (const std::string_view type : {"F16", "BF16", "F32", "F64"}) {
        read_floats<float>(type, {}, {});
        BOOST_CHECK(!first_too_large<float>(type, {}));
    }
}

BOOST_AUTO_TEST_CASE(a_double_rounds_to_the_nearest_float_and_ties_to_even) {
    const auto rounded =
        read<float>("F64", std::array{1 + 0x1p-24, 1 + 0x1.8p-23, 1 + 0x1.000001p-24, 0x1p-150, 0x1.8p-149});
    BOOST_TEST(rounded[0] == 1.0F);
    BOOST_TEST(rounded[1] == 1 + 0x1p-22F);
    BOOST_TEST(rounded[2] == 1 + 0x1p-23F);
    BOOST_TEST(rounded[3] == 0.0F);
    BOOST_TEST(rounded[4] == 0x1p-148F);
}

BOOST_AUTO_TEST_CASE(a_double_is_too_large_where_its_nearest_float_is_infinite_and_it_is_not) {
    const double edge = 0x1.ffffffp127;
    for (const double sign : {1.0, -1.0}) {
        BOOST_TEST(exceeds_float(sign * edge));
        BOOST_TEST(exceeds_float(sign * std::numeric_limits<double>::max()));
        BOOST_TEST(!exceeds_float(sign * std::nextafter(edge, 0.0)));
        BOOST_TEST(!exceeds_float(sign * static_cast<double>(Float::max())));
        BOOST_TEST(!exceeds_float(sign * std::numeric_limits<double>::infinity()));
        BOOST_TEST(!exceeds_float(sign * std::numeric_limits<double>::quiet_NaN()));
    }
    BOOST_TEST(static_cast<float>(std::nextafter(edge, 0.0)) == Float::max());
    const std::array numbers{1.0, -1e39, 1e300};
    const std::string_view bytes(reinterpret_cast<const char*>(numbers.data()), sizeof numbers);
    BOOST_CHECK(first_too_large<float>("F64", bytes) == 1U);
    BOOST_CHECK(!first_too_large<double>("F64", bytes));
    BOOST_CHECK(!first_too_large<float>("F32", bytes));
}
