// SPDX-License-Identifier: BSL-1.0
//
// RMSProp: PyTorch's way.
#include "tenon/optim/rms_prop.hpp"

#include "support/optimizer_rig.hpp"

#include <boost/test/unit_test.hpp>

#include <span>

namespace {

using namespace tenon;
using namespace tenon::test;

static_assert(OptimizerOf<RmsProp, float> && OptimizerOf<RmsProp, double>);

RmsProp made(const nlohmann::json& numbers) {
    return RmsProp{.alpha = numbers.value("alpha", 0.99),
                   .epsilon = numbers.value("epsilon", 1e-8),
                   .weight_decay = numbers.value("weight_decay", 0.0)};
}

} // namespace

BOOST_AUTO_TEST_CASE_TEMPLATE(parameters_go_the_way_of_those_of_pytorch, Real, reals) {
    check_trajectories<Real>("RmsProp", made);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_parameter_has_the_same_bits_in_any_slice, Real, reals) {
    check_slices<Real>(RmsProp{.weight_decay = 0.25});
}
