// SPDX-License-Identifier: BSL-1.0
//
// Blocks of any length: every number is seen once, and a sum of squares is exact to the last digits of a double's
// terms.
#include "tenon/kernels/long_rows.hpp"

#include "support/guarded.hpp"
#include "support/sizes.hpp"

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <cstddef>
#include <vector>

using namespace tenon;
using namespace tenon::test;

BOOST_AUTO_TEST_CASE_TEMPLATE(every_number_is_seen_once_and_in_order, Real, reals) {
    for (std::size_t size = 0; size < 70; ++size) {
        std::size_t next = 0;
        kernels::for_each_vector_of<Real>(size, [&](std::size_t at, auto count) {
            BOOST_TEST(at == next);
            BOOST_TEST((count == simd::lanes<Real> || count == 1U));
            next = at + count;
        });
        BOOST_TEST(next == size);
    }
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_sum_of_squares_is_that_of_all_numbers, Real, reals) {
    for (const std::size_t size : {0, 1, 15, 17, 1023, 1024, 1025, 3000, 100'000}) {
        Guarded<Real> x{size};
        x.randomize(7, 0.5, 2);
        double expected = 0;
        for (Real value : x.span()) expected += static_cast<double>(value) * static_cast<double>(value);
        const double sum = kernels::sum_of_squares<Real>(x.data(), size);
        BOOST_TEST(std::abs(sum - expected) <= expected * (sizeof(Real) == 4 ? 2e-7 : 1e-14));
    }
}
