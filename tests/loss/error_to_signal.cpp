// SPDX-License-Identifier: BSL-1.0
//
// The error-to-signal ratio: PyTorch's numbers with a filter, slopes, and what it is by hand.
#include "tenon/loss/error_to_signal.hpp"

#include "support/loss_rig.hpp"

#include <boost/test/unit_test.hpp>

#include <array>
#include <cmath>
#include <cstddef>

namespace {

using namespace tenon;
using namespace tenon::test;

static_assert(LossOf<ErrorToSignal, Shape<8>, float> && LossOf<ErrorToSignal, Shape<8, 2>, double>);
static_assert(!LossOf<ErrorToSignal, Tokens<4, 3>, float>);

constexpr ErrorToSignal filtered{.pre_emphasis = 0.75F};

template <class Real>
bool check_any(const nlohmann::json& expected) {
    return check_loss<ErrorToSignal, Shape<1>, 1, Real>(expected, filtered) ||
           check_loss<ErrorToSignal, Shape<17>, 3, Real>(expected, filtered) ||
           check_loss<ErrorToSignal, Shape<7, 2>, 4, Real>(expected, filtered);
}

} // namespace

BOOST_AUTO_TEST_CASE(loss_and_gradient_are_those_of_pytorch) {
    const nlohmann::json figures = reference("training")["error_to_signal"];
    BOOST_REQUIRE(figures.size() == 3);
    for (const nlohmann::json& expected : figures) {
        BOOST_TEST(check_any<float>(expected));
        BOOST_TEST(check_any<double>(expected));
    }
}

BOOST_AUTO_TEST_CASE(gradients_are_slopes_of_the_loss) {
    check_slopes<ErrorToSignal, Shape<3, 2>, 2>({3, -3, 2.5F, 3, 0.1F, -0.2F, 7, -4, 0.5F, 4, -3.25F, 0.3F}, filtered);
    check_slopes<ErrorToSignal, Shape<6>, 2>({3, -3, 2.5F, 3, 0.1F, -0.2F, 7, -4, 0.5F, 4, -3.25F, 0.3F});
}

BOOST_AUTO_TEST_CASE(silence_is_0_where_it_is_met_and_large_where_it_is_not) {
    const std::array<float, 4> silence{}, noise{0.5F, -0.5F, 0.5F, -0.5F}, signal{1, 2, -2, 4};
    BOOST_TEST(ErrorToSignal{}.forward<Shape<4>>(silence.data(), silence.data()) == 0);
    BOOST_TEST(ErrorToSignal{}.forward<Shape<4>>(noise.data(), silence.data()) > 1e9F);
    BOOST_TEST(ErrorToSignal{}.forward<Shape<4>>(signal.data(), signal.data()) == 0);
    BOOST_TEST(ErrorToSignal{}.forward<Shape<4>>(silence.data(), signal.data()) == 1);
    std::array<float, 4> gradient{};
    const float loss = ErrorToSignal{}.forward_backward<1, Shape<4>>(silence.data(), silence.data(), gradient.data());
    BOOST_TEST(loss == 0);
    for (const float slope : gradient) BOOST_TEST(slope == 0);
}
