// SPDX-License-Identifier: BSL-1.0
//
// Stochastic gradient descent: one fused multiply-add for each parameter, and nothing beyond the last.
#include "tenon/optim/sgd.hpp"

#include "support/guarded.hpp"
#include "support/sizes.hpp"

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <vector>

namespace {

using namespace tenon;
using namespace tenon::test;

} // namespace

BOOST_AUTO_TEST_CASE_TEMPLATE(each_parameter_moves_down_its_gradient, Real, reals) {
    around_lanes<Real>([]<std::size_t Size>() {
        for (std::size_t offset : offsets) {
            Guarded<Real> parameters{Size, offset}, gradients{Size, offset + 1};
            parameters.randomize(1), gradients.randomize(2);
            const Real rate = static_cast<Real>(0.1);
            std::vector<Real> expected;
            for (std::size_t index = 0; index < Size; ++index) {
                expected.push_back(std::fma(-rate, gradients[index], parameters[index]));
            }
            Sgd().update<Real>({parameters.span(), gradients.span(), {}}, rate, 1);
            BOOST_TEST(differing<Real>(parameters.span(), expected) == 0);
            BOOST_TEST(parameters.intact());
        }
    });
}

BOOST_AUTO_TEST_CASE_TEMPLATE(the_rule_is_parameter_minus_rate_times_gradient, Real, reals) {
    Real parameter = 3;
    const Real gradient = -4;
    Sgd().update<Real>({{&parameter, 1}, {&gradient, 1}, {}}, Real{0.5}, 1);
    BOOST_TEST(parameter == 5);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_rate_of_0_changes_nothing, Real, reals) {
    constexpr std::size_t size = 2 * simd::lanes<Real> + 1;
    Guarded<Real> parameters{size}, before{size}, gradients{size};
    parameters.randomize(3), before.randomize(3), gradients.randomize(4);
    Sgd().update<Real>({parameters.span(), gradients.span(), {}}, Real{0}, 1);
    BOOST_TEST(differing<Real>(parameters.span(), before.span()) == 0);
}
