// SPDX-License-Identifier: BSL-1.0
//
// The mean absolute error: PyTorch's numbers and slopes, and none where there is no error.
#include "tenon/loss/mean_absolute_error.hpp"

#include "support/loss_rig.hpp"

#include <boost/test/unit_test.hpp>

#include <vector>

namespace {

using namespace tenon;
using namespace tenon::test;

static_assert(LossOf<MeanAbsoluteError, Shape<4, 3>, float> && LossOf<MeanAbsoluteError, Shape<2>, double>);
static_assert(!LossOf<MeanAbsoluteError, Tokens<4, 3>, float>);

template <class Real>
bool check_any(const nlohmann::json& expected) {
    return check_loss<MeanAbsoluteError, Shape<1>, 1, Real>(expected) ||
           check_loss<MeanAbsoluteError, Shape<5>, 3, Real>(expected) ||
           check_loss<MeanAbsoluteError, Shape<17>, 4, Real>(expected);
}

} // namespace

BOOST_AUTO_TEST_CASE(loss_and_gradient_are_those_of_pytorch) {
    const nlohmann::json figures = reference("training")["mean_absolute_error"];
    BOOST_REQUIRE(figures.size() == 3);
    for (const nlohmann::json& expected : figures) {
        BOOST_TEST(check_any<float>(expected));
        BOOST_TEST(check_any<double>(expected));
    }
}

BOOST_AUTO_TEST_CASE(gradients_are_slopes_of_the_loss) {
    check_slopes<MeanAbsoluteError, Shape<2, 3>, 2>({3, -3, 2.5F, 3, 4, -3, 7, -4, 5, 4, -3.25F, -3});
}

BOOST_AUTO_TEST_CASE(without_an_error_there_is_no_slope) {
    const std::vector<float> outputs{1, -2, 3}, targets{1, -2, 4};
    std::vector<float> doutputs(3, 7);
    BOOST_TEST((MeanAbsoluteError().forward_backward<1, Shape<3>>(outputs.data(), targets.data(), doutputs.data())) ==
               1.F / 3);
    BOOST_TEST((doutputs[0] == 0 && doutputs[1] == 0 && doutputs[2] == -1.F / 3));
}
