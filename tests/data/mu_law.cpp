// SPDX-License-Identifier: BSL-1.0
//
// µ-law levels: those of torchaudio, and back.
#include "tenon/data/mu_law.hpp"

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <limits>

using namespace tenon;

BOOST_AUTO_TEST_CASE(levels_are_those_of_the_formula) {
    // floor((sign(x) · ln(1 + 255 |x|) / ln 256 + 1) / 2 · 255 + 0.5)
    BOOST_TEST(mu_law_encoded(-1) == 0);
    BOOST_TEST(mu_law_encoded(-0.5F) == 16);
    BOOST_TEST(mu_law_encoded(-0.01F) == 98);
    BOOST_TEST(mu_law_encoded(0) == 128);
    BOOST_TEST(mu_law_encoded(0.001F) == 133);
    BOOST_TEST(mu_law_encoded(0.1F) == 203);
    BOOST_TEST(mu_law_encoded(1) == 255);
}

BOOST_AUTO_TEST_CASE(what_is_no_sample_becomes_one) {
    BOOST_TEST(mu_law_encoded(7) == 255);
    BOOST_TEST(mu_law_encoded(-std::numeric_limits<float>::infinity()) == 0);
    BOOST_TEST(mu_law_encoded(std::numeric_limits<float>::quiet_NaN()) == 128);
}

BOOST_AUTO_TEST_CASE(each_level_comes_back_and_a_sample_by_less_than_a_step) {
    for (Token level = 0; level < 256; ++level) BOOST_TEST(mu_law_encoded(mu_law_decoded(level)) == level);
    for (float sample = -1; sample <= 1; sample += 0.0037F) {
        const float step = 2.0F / 255 * std::log(256.0F) * (1.0F / 255 + std::abs(sample));
        BOOST_TEST(std::abs(mu_law_decoded(mu_law_encoded(sample)) - sample) <= 0.55F * step);
    }
}
