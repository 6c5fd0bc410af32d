// SPDX-License-Identifier: BSL-1.0
//
// Numbers of flags: read whole and as decimals, or not at all.
#include "numbers.hpp"

#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <limits>
#include <optional>
#include <string>

namespace {

constexpr std::uint64_t largest = std::numeric_limits<std::uint64_t>::max();

} // namespace

BOOST_AUTO_TEST_CASE(digits_are_read_as_a_decimal_number) {
    BOOST_TEST(program::whole_number("0", 0, 9).value() == 0);
    BOOST_TEST(program::whole_number("32", 0, 99).value() == 32);
    BOOST_TEST(program::whole_number("18446744073709551615", 0, largest).value() == largest);
}

BOOST_AUTO_TEST_CASE(zeros_in_front_mean_nothing) {
    BOOST_TEST(program::whole_number("032", 0, 99).value() == 32);
    BOOST_TEST(program::whole_number("0100", 0, 999).value() == 100);
    BOOST_TEST(program::whole_number("000000000000000000000000000009", 0, 9).value() == 9);
}

BOOST_AUTO_TEST_CASE(what_is_not_all_digits_is_no_whole_number) {
    for (const char* text : {"", "-5", "+5", " 5", "5 ", "5\n", "0x10", "0b1", "1e3", "1.0", "1,000", "1'000", "abc",
                             "5a", "\xd9\xa3", "18446744073709551616", "99999999999999999999999999"})
        BOOST_TEST(!program::whole_number(text, 0, largest), "'" << text << "' is taken");
    BOOST_TEST(!program::whole_number(std::string("5\0", 2), 0, largest));
}

BOOST_AUTO_TEST_CASE(both_bounds_are_within) {
    BOOST_TEST(!program::whole_number("2", 3, 5));
    BOOST_TEST(program::whole_number("3", 3, 5).value() == 3);
    BOOST_TEST(program::whole_number("5", 3, 5).value() == 5);
    BOOST_TEST(!program::whole_number("6", 3, 5));
}

BOOST_AUTO_TEST_CASE(fractions_above_zero_are_read_to_the_last_bit) {
    BOOST_TEST(program::positive_number("0.1").value() == 0.1F);
    BOOST_TEST(program::positive_number(".5").value() == 0.5F);
    BOOST_TEST(program::positive_number("5.").value() == 5.0F);
    BOOST_TEST(program::positive_number("1e-3").value() == 0.001F);
    BOOST_TEST(program::positive_number("3.4028235e38").value() == std::numeric_limits<float>::max());
}

BOOST_AUTO_TEST_CASE(what_is_no_fraction_above_zero_is_refused) {
    for (const char* text : {"", "0", "0.0", "-0.1", "-0", "+0.1", " 0.1", "0.1 ", "0,1", "nan", "inf", "infinity",
                             "0x1p3", "1e60", "1e-60", "1e", "e5", ".", "0.1f"})
        BOOST_TEST(!program::positive_number(text), "'" << text << "' is taken");
}
