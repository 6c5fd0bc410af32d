// SPDX-License-Identifier: BSL-1.0
//
// Numbers that are not finite are found wherever they are, in any number of parts.
#include "tenon/kernels/finite.hpp"

#include "support/guarded.hpp"
#include "support/sizes.hpp"
#include "support/sliced.hpp"

#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <limits>

using namespace tenon;
using namespace tenon::test;

BOOST_AUTO_TEST_CASE_TEMPLATE(a_number_is_judged_by_its_bits, Real, reals) {
    using Limits = std::numeric_limits<Real>;
    for (const Real finite : {Real{0}, -Real{0}, Limits::max(), Limits::lowest(), Limits::denorm_min()}) {
        BOOST_TEST(kernels::is_finite(finite));
    }
    for (const Real other : {Limits::infinity(), -Limits::infinity(), Limits::quiet_NaN(), -Limits::quiet_NaN()}) {
        BOOST_TEST(!kernels::is_finite(other));
    }
}

// Each place once. What is around the numbers is NaN, and not looked at.
BOOST_AUTO_TEST_CASE_TEMPLATE(each_of_them_is_looked_at, Real, reals) {
    around_lanes<Real>([&]<std::size_t Size>() {
        for (const std::size_t offset : offsets) {
            Guarded<Real> numbers{Size, offset};
            numbers.randomize(3);
            BOOST_TEST(kernels::all_finite<Size>(numbers.data()));
            for (std::size_t index = 0; index < Size; ++index) {
                const Real kept = numbers[index];
                for (const Real spoilt :
                     {-std::numeric_limits<Real>::infinity(), std::numeric_limits<Real>::quiet_NaN()}) {
                    numbers[index] = spoilt;
                    BOOST_TEST(!kernels::all_finite<Size>(numbers.data()), "place " << index << " of " << Size);
                }
                numbers[index] = kept;
            }
        }
    });
}

BOOST_AUTO_TEST_CASE(parts_look_at_all_of_them) {
    constexpr std::size_t size = kernels::worth_sharing / kernels::term_work + 37;
    for (const std::size_t parts : {1U, 2U, 3U, 7U}) {
        Sliced team{parts};
        Team* helpers = &team;
        Guarded<float> numbers{size};
        numbers.randomize(3);
        BOOST_TEST(kernels::all_finite<size>(numbers.data(), helpers));
        for (std::size_t index = 0; index < size; index += 997) {
            const float kept = numbers[index];
            numbers[index] = std::numeric_limits<float>::infinity();
            BOOST_TEST(!kernels::all_finite<size>(numbers.data(), helpers));
            numbers[index] = kept;
        }
    }
}
