// SPDX-License-Identifier: BSL-1.0
//
// The Mersenne Twister against the standard library's, and its second seeding against CPython's.
#include "tenon/random/mt19937.hpp"

#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <random>

using tenon::Mt19937;

BOOST_AUTO_TEST_CASE(a_number_seeds_as_in_the_standard_library) {
    for (std::uint32_t seed : {0U, 1U, 42U, 5489U, 0x7fffffffU, 0x80000000U, 0xffffffffU}) {
        BOOST_TEST_CONTEXT("seed " << seed) {
            Mt19937 ours = Mt19937::from_number(seed);
            std::mt19937 theirs{seed};
            int different = 0;
            for (int draw = 0; draw < 3 * 624 + 1; ++draw) different += ours() != theirs();
            BOOST_TEST(different == 0);
        }
    }
}

// Figures that the C++ standard ([rand.predef]) and the authors' first output file give.
BOOST_AUTO_TEST_CASE(the_default_seed_gives_the_published_outputs) {
    Mt19937 engine = Mt19937::from_number(5489);
    BOOST_TEST(engine() == 3499211612U);
    for (int draw = 2; draw < 10000; ++draw) engine();
    BOOST_TEST(engine() == 4123659995U);
}

struct Outputs {
    std::uint32_t key, first, second, last;
};

// CPython: random.seed(key); v = [random.getrandbits(32) for _ in range(10000)]; key, v[0], v[1], v[-1]
BOOST_AUTO_TEST_CASE(a_key_seeds_as_in_python) {
    for (const Outputs& expected : {Outputs{0, 3626764237, 1654615998, 3292398474},
                                    {1, 577090037, 2444712010, 586364410},
                                    {42, 2746317213, 478163327, 3981887252},
                                    {2147483648, 1455117090, 1620553392, 3877213469},
                                    {4294967295, 2728839433, 2661025012, 3957488064}}) {
        BOOST_TEST_CONTEXT("key " << expected.key) {
            Mt19937 engine = Mt19937::from_key(expected.key);
            BOOST_TEST(engine() == expected.first);
            BOOST_TEST(engine() == expected.second);
            for (int draw = 2; draw < 9999; ++draw) engine();
            BOOST_TEST(engine() == expected.last);
        }
    }
}

BOOST_AUTO_TEST_CASE(a_copy_goes_on_by_itself_with_the_same_outputs) {
    Mt19937 engine = Mt19937::from_number(7);
    for (int draw = 0; draw < 700; ++draw) engine();
    Mt19937 copy = engine;
    for (int draw = 0; draw < 700; ++draw) BOOST_REQUIRE(engine() == copy());
}
