// SPDX-License-Identifier: BSL-1.0
//
// Keys and factors of dropout: bijective, spread, and the same for an element wherever it is computed.
#include "tenon/kernels/dropout.hpp"

#include "support/guarded.hpp"
#include "support/sizes.hpp"

#include <boost/test/unit_test.hpp>

#include <bit>
#include <cmath>
#include <set>

using namespace tenon;
using namespace tenon::test;

BOOST_AUTO_TEST_CASE(keys_differ_by_key_and_number) {
    std::set<std::uint64_t> keys;
    for (std::uint64_t key = 0; key < 4; ++key) {
        for (std::uint64_t number = 0; number < 1000; ++number) keys.insert(kernels::derived(key, number));
    }
    BOOST_TEST(keys.size() == 4000);
    static_assert(kernels::derived(0, 0) == 0xe220a8397b1dcdafULL); // the first number of SplitMix64 from 0
}

// Half of the bits change with any bit of the argument, nearly.
BOOST_AUTO_TEST_CASE(every_bit_matters) {
    for (int bit = 0; bit < 32; ++bit) {
        double changed = 0;
        for (std::uint32_t number = 0; number < 1000; ++number) {
            changed += std::popcount(kernels::mixed(number) ^ kernels::mixed(number ^ (1U << bit)));
        }
        BOOST_TEST(std::abs(changed / 1000 - 16) < 0.6);
    }
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_factor_depends_on_key_and_place_alone, Real, reals) {
    Guarded<Real> all{200};
    kernels::dropout_factors<200>(99, 0, 30, all.data());
    around_lanes<Real>([&]<std::size_t Size>() {
        Guarded<Real> some{Size, 3};
        kernels::dropout_factors<Size>(99, 0, 30, some.data());
        for (std::size_t index = 0; index < Size && index < 200; ++index) BOOST_TEST(some[index] == all[index]);
        BOOST_TEST(some.intact());
    });
    for (Real factor : all.span()) BOOST_TEST((factor == Real{0} || factor == Real{100} / 70));
}

// Also where the number of an element takes more than 32 bits, from one element to the next.
BOOST_AUTO_TEST_CASE(a_part_has_the_factors_that_it_has_in_the_whole) {
    for (const std::uint64_t first : {std::uint64_t{0}, std::uint64_t{1000}, (std::uint64_t{1} << 32U) - 70}) {
        Guarded<float> all{200}, part{67, 1};
        kernels::dropout_factors<200>(5, first, 50, all.data());
        kernels::dropout_factors<67>(5, first + 41, 50, part.data());
        BOOST_TEST(differing<float>(part.span(), all.span().subspan(41, 67)) == 0);
        BOOST_TEST((all.intact() && part.intact()));
    }
    Guarded<float> low{200}, high{200};
    kernels::dropout_factors<200>(5, 0, 50, low.data());
    kernels::dropout_factors<200>(5, std::uint64_t{1} << 32U, 50, high.data());
    BOOST_TEST(differing<float>(low.span(), high.span()) > 60);
}
