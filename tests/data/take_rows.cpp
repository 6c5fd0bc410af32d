// SPDX-License-Identifier: BSL-1.0
//
// Rows of an array, and what is no row of it.
#include "tenon/data/take_rows.hpp"

#include "support/thrown.hpp"

#include <boost/test/unit_test.hpp>

#include <array>
#include <cstdint>
#include <stdexcept>
#include <vector>

using namespace tenon;
using tenon::test::thrown;

BOOST_AUTO_TEST_CASE(rows_are_copied_in_the_order_that_is_asked_for) {
    const std::vector<int> array{0, 1, 2, 10, 11, 12, 20, 21, 22};
    const std::array<std::uint32_t, 4> rows{2, 0, 2, 1};
    BOOST_TEST(take_rows(array, 3, rows) == (std::vector<int>{20, 21, 22, 0, 1, 2, 20, 21, 22, 10, 11, 12}),
               boost::test_tools::per_element());
    BOOST_TEST(take_rows(array, 1, rows) == (std::vector<int>{2, 0, 2, 1}), boost::test_tools::per_element());
    BOOST_TEST(take_rows(array, 3, {}).empty());
}

BOOST_AUTO_TEST_CASE(what_is_no_row_is_refused) {
    const std::vector<int> array{0, 1, 2, 10, 11, 12};
    const std::array<std::uint32_t, 2> rows{1, 2};
    BOOST_TEST(thrown<std::out_of_range>([&] { take_rows(array, 3, rows); }) ==
               "row 2 is asked for, expected one below 2");
    BOOST_TEST(thrown<std::invalid_argument>([&] { take_rows(array, 4, rows); }) ==
               "the array holds 6 numbers, expected 4");
    BOOST_TEST(thrown<std::invalid_argument>([&] { take_rows(array, 0, rows); }) ==
               "the array holds 6 numbers, expected 0");
}
