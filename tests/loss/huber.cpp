// SPDX-License-Identifier: BSL-1.0
//
// The Huber loss: PyTorch's numbers and slopes on both sides of its edge.
#include "tenon/loss/huber.hpp"

#include "support/loss_rig.hpp"

#include <boost/test/unit_test.hpp>

#include <vector>

namespace {

using namespace tenon;
using namespace tenon::test;

static_assert(LossOf<Huber, Shape<4, 3>, float> && LossOf<Huber, Shape<2>, double>);
static_assert(!LossOf<Huber, Tokens<4, 3>, float>);

template <class Real>
bool check_any(const nlohmann::json& expected) {
    return check_loss<Huber, Shape<1>, 1, Real>(expected, Huber{.delta = 0.7F}) ||
           check_loss<Huber, Shape<5>, 3, Real>(expected, Huber{.delta = 0.7F}) ||
           check_loss<Huber, Shape<17>, 4, Real>(expected, Huber{.delta = 0.7F});
}

} // namespace

BOOST_AUTO_TEST_CASE(loss_and_gradient_are_those_of_pytorch) {
    const nlohmann::json figures = reference("training")["huber"];
    BOOST_REQUIRE(figures.size() == 3);
    for (const nlohmann::json& expected : figures) {
        BOOST_TEST(check_any<float>(expected));
        BOOST_TEST(check_any<double>(expected));
    }
}

BOOST_AUTO_TEST_CASE(gradients_are_slopes_of_the_loss) {
    check_slopes<Huber, Shape<2, 3>, 2>({3, -3, 2.5F, 3, 0.1F, -0.2F, 7, -4, 0.5F, 4, -3.25F, 0.3F},
                                        Huber{.delta = 0.7F});
}

BOOST_AUTO_TEST_CASE(it_is_half_a_square_up_to_the_edge_and_straight_beyond) {
    const auto at = [](float difference) {
        const float target = 1, output = target + difference;
        return Huber{.delta = 2}.forward<Shape<1>>(&output, &target);
    };
    BOOST_TEST((at(0) == 0 && at(1) == 0.5F && at(-1) == 0.5F && at(2) == 2 && at(3) == 4 && at(-102) == 202));
}
