// SPDX-License-Identifier: BSL-1.0
//
// The mean squared error: PyTorch's numbers, slopes, and a net that learns several real numbers at once.
#include "tenon/loss/mean_squared_error.hpp"

#include "support/loss_rig.hpp"
#include "support/sliced.hpp"

#include "tenon/tenon.hpp"

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <vector>

using namespace tenon;
using namespace tenon::test;

static_assert(LossOf<MeanSquaredError, Shape<4, 3>, float> && LossOf<MeanSquaredError, Shape<2>, double>);
static_assert(!LossOf<MeanSquaredError, Tokens<4, 3>, float>);

namespace {

template <class Real>
bool check_any(const nlohmann::json& expected) {
    return check_loss<MeanSquaredError, Shape<1>, 1, Real>(expected) ||
           check_loss<MeanSquaredError, Shape<5>, 3, Real>(expected) ||
           check_loss<MeanSquaredError, Shape<17>, 4, Real>(expected) ||
           check_loss<MeanSquaredError, Shape<20>, 32, Real>(expected);
}

} // namespace

BOOST_AUTO_TEST_CASE(loss_and_gradient_are_those_of_pytorch) {
    const nlohmann::json figures = reference("training")["mean_squared_error"];
    BOOST_REQUIRE(figures.size() == 4);
    for (const nlohmann::json& expected : figures) {
        BOOST_TEST(check_any<float>(expected));
        BOOST_TEST(check_any<double>(expected));
    }
}

BOOST_AUTO_TEST_CASE(gradients_are_slopes_of_the_loss) {
    check_slopes<MeanSquaredError, Shape<2, 3>, 2>({1, -2, 0.5F, 3, 0, 1, 7, -1, 2, 4, 0.25F, -3});
}

BOOST_AUTO_TEST_CASE(no_bit_depends_on_who_does_the_work) {
    constexpr std::size_t batch = 50, out = 500;
    Guarded<float> outputs{batch * out}, targets{batch * out}, alone{batch * out}, shared{batch * out};
    outputs.randomize(1), targets.randomize(2);
    const float loss =
        MeanSquaredError().forward_backward<batch, Shape<out>>(outputs.data(), targets.data(), alone.data());
    for (const std::size_t parts : {1U, 2U, 3U, 7U}) {
        Sliced team{parts};
        BOOST_TEST(loss == (MeanSquaredError().forward_backward<batch, Shape<out>>(outputs.data(), targets.data(),
                                                                                   shared.data(), &team)));
        BOOST_TEST(differing<float>(alone.span(), shared.span()) == 0);
    }
}

BOOST_AUTO_TEST_CASE(a_net_is_trained_as_by_pytorch) {
    const nlohmann::json expected = reference("training")["regression"][0];
    using Net = Model<Sequential<Linear<8>, Tanh, Linear<2>>, Shape<3>>;
    Net model;
    fill(model, expected["start"]);
    const auto inputs = expected["inputs"].get<std::vector<float>>(),
               targets = expected["targets"].get<std::vector<float>>();
    const CosineWithWarmup schedule{.peak = 0.02F, .warmup = 5, .steps = 60, .end = 0.001F};
    Trainer<Net, Adam, MeanSquaredError, Batch<16>> trainer{model};
    for (const nlohmann::json& loss : expected["losses"])
        BOOST_TEST(std::abs(trainer.step(inputs, targets, schedule) - loss.get<float>()) < 1e-5F);
    BOOST_TEST(expected["losses"].back().get<float>() < 0.3F * expected["losses"].front().get<float>());
}
