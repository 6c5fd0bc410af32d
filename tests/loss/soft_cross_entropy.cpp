// SPDX-License-Identifier: BSL-1.0
//
// Cross-entropy against probabilities: PyTorch's numbers, slopes, and that of a token where one class is certain.
#include "tenon/loss/soft_cross_entropy.hpp"

#include "support/loss_rig.hpp"

#include "tenon/loss/cross_entropy.hpp"

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <vector>

namespace {

using namespace tenon;
using namespace tenon::test;

static_assert(LossOf<SoftCrossEntropy, Shape<4, 3>, float> && LossOf<SoftCrossEntropy, Shape<2>, double>);
static_assert(!LossOf<SoftCrossEntropy, Tokens<4, 3>, float>);

template <class Real>
bool check_any(const nlohmann::json& expected) {
    return check_loss<SoftCrossEntropy, Shape<5>, 4, Real>(expected) ||
           check_loss<SoftCrossEntropy, Shape<4, 7>, 3, Real>(expected) ||
           check_loss<SoftCrossEntropy, Shape<3, 5, 27>, 2, Real>(expected);
}

} // namespace

BOOST_AUTO_TEST_CASE(loss_and_gradient_are_those_of_pytorch) {
    const nlohmann::json figures = reference("training")["soft_cross_entropy"];
    BOOST_REQUIRE(figures.size() == 3);
    for (const nlohmann::json& expected : figures) {
        BOOST_TEST(check_any<float>(expected));
        BOOST_TEST(check_any<double>(expected));
    }
}

BOOST_AUTO_TEST_CASE(gradients_are_slopes_of_the_loss) {
    check_slopes<SoftCrossEntropy, Shape<2, 3>, 2>({0.2F, 0.5F, 0.3F, 1, 0, 0, 0.7F, 0.7F, 0.1F, 0, 0, 0.5F});
}

BOOST_AUTO_TEST_CASE(one_certain_class_is_a_token) {
    Guarded<float> logits{27}, soft{27}, sharp{27};
    logits.randomize(3, -5, 5);
    std::vector<float> targets(27);
    targets[4] = 1;
    const Token token = 4;
    const float loss = SoftCrossEntropy().forward_backward<1, Shape<27>>(logits.data(), targets.data(), soft.data());
    BOOST_TEST(std::abs(loss - CrossEntropy::forward_backward<1, Shape<27>>(logits.data(), &token, sharp.data())) <
               1e-6F);
    for (std::size_t index = 0; index < 27; ++index) BOOST_TEST(std::abs(soft[index] - sharp[index]) < 1e-7F);
}

BOOST_AUTO_TEST_CASE(logits_of_any_size_give_finite_losses) {
    const std::vector<float> logits{1000, -1000, 0}, targets{0.25F, 0.25F, 0.5F};
    std::vector<float> dlogits(3);
    BOOST_TEST((SoftCrossEntropy().forward_backward<1, Shape<3>>(logits.data(), targets.data(), dlogits.data())) ==
               1000);
    BOOST_TEST((dlogits == std::vector<float>{0.75F, -0.25F, -0.5F}));
}
