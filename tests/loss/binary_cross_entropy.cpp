// SPDX-License-Identifier: BSL-1.0
//
// Binary cross-entropy: PyTorch's numbers and slopes, and logits of any size.
#include "tenon/loss/binary_cross_entropy.hpp"

#include "support/loss_rig.hpp"

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <utility>
#include <vector>

namespace {

using namespace tenon;
using namespace tenon::test;

static_assert(LossOf<BinaryCrossEntropy, Shape<4, 3>, float> && LossOf<BinaryCrossEntropy, Shape<2>, double>);
static_assert(!LossOf<BinaryCrossEntropy, Tokens<4, 3>, float>);

template <class Real>
bool check_any(const nlohmann::json& expected) {
    return check_loss<BinaryCrossEntropy, Shape<1>, 1, Real>(expected) ||
           check_loss<BinaryCrossEntropy, Shape<5>, 3, Real>(expected) ||
           check_loss<BinaryCrossEntropy, Shape<17>, 4, Real>(expected);
}

} // namespace

BOOST_AUTO_TEST_CASE(loss_and_gradient_are_those_of_pytorch) {
    const nlohmann::json figures = reference("training")["binary_cross_entropy"];
    BOOST_REQUIRE(figures.size() == 3);
    for (const nlohmann::json& expected : figures) {
        BOOST_TEST(check_any<float>(expected));
        BOOST_TEST(check_any<double>(expected));
    }
}

BOOST_AUTO_TEST_CASE(gradients_are_slopes_of_the_loss) {
    check_slopes<BinaryCrossEntropy, Shape<2, 3>, 2>({1, 0, 0.5F, 1, 0, 0.25F, 0, 0, 1, 1, 0.75F, 0});
}

BOOST_AUTO_TEST_CASE(no_logit_is_too_large) {
    const auto at = [](float logit, float target) {
        float slope = 0;
        const float loss = BinaryCrossEntropy().forward_backward<1, Shape<1>>(&logit, &target, &slope);
        BOOST_TEST((std::isfinite(loss) && std::isfinite(slope)));
        return std::pair{loss, slope};
    };
    BOOST_TEST((at(1000, 1) == std::pair{0.F, 0.F}));
    BOOST_TEST((at(1000, 0) == std::pair{1000.F, 1.F}));
    BOOST_TEST((at(-1000, 1) == std::pair{1000.F, -1.F}));
    BOOST_TEST((at(-1000, 0) == std::pair{0.F, 0.F}));
    BOOST_TEST(std::abs(at(0, 1).first - std::log(2.F)) < 1e-7F);
}
