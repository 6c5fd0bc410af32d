// SPDX-License-Identifier: BSL-1.0
//
// Clipping, as PyTorch has it: a norm above the largest comes down to it, one below stays bit for bit.
#include "tenon/optim/clip.hpp"

#include "support/guarded.hpp"
#include "support/sizes.hpp"
#include "support/thrown.hpp"

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <limits>
#include <span>
#include <stdexcept>
#include <vector>

namespace {

using namespace tenon;
using namespace tenon::test;

template <class Real>
constexpr Real not_a_number = std::numeric_limits<Real>::quiet_NaN();

} // namespace

BOOST_AUTO_TEST_CASE_TEMPLATE(a_norm_above_the_largest_comes_down_to_it, Real, reals) {
    std::vector<Real> gradients{3, 0, -4, 12};
    BOOST_TEST(gradient_norm(std::span<const Real>(gradients)) == 13);
    BOOST_TEST(clip_norm(std::span(gradients), 2) == 13);
    const double factor = 2 / (13 + 1e-6); // torch.nn.utils.clip_grad_norm_
    const double expected[] = {3 * factor, 0, -4 * factor, 12 * factor};
    for (std::size_t index = 0; index < 4; ++index)
        BOOST_TEST(std::abs(static_cast<double>(gradients[index]) - expected[index]) < 1e-6);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(what_is_added_to_the_norm_is_a_millionth, Real, reals) {
    std::vector<Real> gradients{Real(3e-6), Real(4e-6)};
    clip_norm(std::span(gradients), 3e-6);
    BOOST_TEST(std::abs(gradients[0] - Real(1.5e-6)) < Real(1e-12)); // 3 / (5 + 1) of it
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_norm_that_is_not_above_the_largest_stays, Real, reals) {
    for (const std::size_t size : {1, 17, 3000}) {
        Guarded<Real> gradients{size}, before{size};
        gradients.randomize(1), before.randomize(1);
        const double largest = gradient_norm(gradients.span()) * 1.01;
        clip_norm(gradients.span(), largest);
        BOOST_TEST(differing<Real>(gradients.span(), before.span()) == 0);
        clip_norm(gradients.span(), largest / 2);
        BOOST_TEST(std::abs(gradient_norm(gradients.span()) / largest - 0.5) < 1e-5);
        for (std::size_t index = 0; index < size; ++index)
            BOOST_TEST(std::signbit(gradients[index]) == std::signbit(before[index]));
        BOOST_TEST(gradients.intact());
    }
}

BOOST_AUTO_TEST_CASE_TEMPLATE(no_gradients_have_a_norm_of_0, Real, reals) {
    BOOST_TEST(clip_norm(std::span<Real>(), 1) == 0);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_norm_that_is_not_a_number_changes_nothing, Real, reals) {
    std::vector<Real> gradients{3, not_a_number<Real>, -4};
    BOOST_TEST(std::isnan(clip_norm(std::span(gradients), 1)));
    BOOST_TEST((gradients[0] == 3 && std::isnan(gradients[1]) && gradients[2] == -4));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(every_value_comes_into_the_range, Real, reals) {
    constexpr std::size_t size = 2 * simd::lanes<Real> + 3;
    Guarded<Real> gradients{size}, before{size};
    gradients.randomize(2), before.randomize(2);
    gradients[size - 1] = before[size - 1] = 1;
    clip_value(gradients.span(), 1);
    for (std::size_t index = 0; index < size; ++index)
        BOOST_TEST(gradients[index] == std::min(Real{1}, std::max(Real{-1}, before[index])));
    BOOST_TEST(gradients.intact());
    gradients[0] = not_a_number<Real>, gradients[1] = std::numeric_limits<Real>::infinity();
    clip_value(gradients.span(), 0.5);
    BOOST_TEST((std::isnan(gradients[0]) && gradients[1] == Real(0.5)));
}

BOOST_AUTO_TEST_CASE(a_bound_that_is_not_above_0_is_refused) {
    std::vector<float> gradients{1, 2};
    const auto refused = [&](double largest) {
        const auto by_norm = thrown<std::invalid_argument>([&] { clip_norm(std::span(gradients), largest); });
        const auto by_value = thrown<std::invalid_argument>([&] { clip_value(std::span(gradients), largest); });
        BOOST_TEST(by_norm.starts_with("the largest norm is "));
        BOOST_TEST(by_value.starts_with("the largest value is "));
        return by_norm;
    };
    BOOST_TEST(refused(0) == "the largest norm is 0, expected one above 0");
    BOOST_TEST(refused(-1) == "the largest norm is -1, expected one above 0");
    BOOST_TEST(refused(not_a_number<double>) == "the largest norm is nan, expected one above 0");
    BOOST_TEST((gradients == std::vector<float>{1, 2}));
}
