// SPDX-License-Identifier: BSL-1.0
//
// What is read soon: all of it is fetched, line after line, and nothing behind it.
#include "tenon/kernels/ahead.hpp"

#include "support/sizes.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cstddef>
#include <vector>

using namespace tenon;
using namespace tenon::test;

BOOST_AUTO_TEST_CASE_TEMPLATE(lines_are_fetched_until_there_are_none, Real, reals) {
    constexpr std::size_t line = 64 / sizeof(Real);
    const std::vector<Real> numbers(10 * line);
    const Real* first = numbers.data();
    kernels::Ahead<Real> ahead{first, first + 3 * line + 1};
    BOOST_TEST(ahead.lines() == 4);
    ahead.template fetch<kernels::Cache::first>(1);
    BOOST_TEST((ahead.begin == first + line));
    BOOST_TEST(ahead.lines() == 3);
    ahead.template fetch<kernels::Cache::second>(6);
    BOOST_TEST((ahead.begin == first + 4 * line));

    kernels::Ahead<Real> nothing;
    BOOST_TEST(nothing.lines() == 0);
    nothing.template fetch<kernels::Cache::first>(5);
    BOOST_TEST((nothing.begin == nullptr));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(the_steps_of_a_part_fetch_all, Real, reals) {
    constexpr std::size_t line = 64 / sizeof(Real), half_a_cache = (std::size_t{1} << 18U) / sizeof(Real);
    const std::vector<Real> numbers(half_a_cache + 100 * line);
    const Real* first = numbers.data();
    for (std::size_t size : {std::size_t{0}, std::size_t{1}, 7 * line, half_a_cache, half_a_cache + line}) {
        for (std::size_t steps : {0U, 1U, 3U, 1000U, 5000U}) {
            const std::size_t expected = std::min(size, half_a_cache);
            auto fetch = kernels::fetching(kernels::Ahead<Real>{first, first + size}, kernels::Part{0, 2}, steps);
            for (std::size_t step = 0; step < std::max<std::size_t>(steps, 1); ++step) fetch();
            BOOST_TEST((fetch.ahead.begin >= first + expected));
            BOOST_TEST((fetch.ahead.begin < first + expected + line));
        }
    }
}
