// SPDX-License-Identifier: BSL-1.0
//
// Momentum: PyTorch's way, dampened, decayed and after Nesterov.
#include "tenon/optim/sgd_momentum.hpp"

#include "support/optimizer_rig.hpp"

#include <boost/test/unit_test.hpp>

#include <span>

namespace {

using namespace tenon;
using namespace tenon::test;

static_assert(OptimizerOf<SgdMomentum, float> && OptimizerOf<SgdMomentum, double>);

SgdMomentum made(const nlohmann::json& numbers) {
    return SgdMomentum{.momentum = numbers["momentum"],
                       .dampening = numbers.value("dampening", 0.0),
                       .weight_decay = numbers.value("weight_decay", 0.0),
                       .nesterov = numbers.value("nesterov", false)};
}

} // namespace

BOOST_AUTO_TEST_CASE_TEMPLATE(parameters_go_the_way_of_those_of_pytorch, Real, reals) {
    check_trajectories<Real>("SgdMomentum", made);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_parameter_has_the_same_bits_in_any_slice, Real, reals) {
    check_slices<Real>(SgdMomentum{});
    check_slices<Real>(SgdMomentum{.dampening = 0.25, .weight_decay = 0.1, .nesterov = true});
}

BOOST_AUTO_TEST_CASE(the_first_step_takes_the_whole_gradient_however_it_is_dampened) {
    float parameter = 3, velocity = 0;
    const float gradient = 2;
    const SgdMomentum optimizer{.momentum = 0.5, .dampening = 0.75};
    optimizer.update<float>({{&parameter, 1}, {&gradient, 1}, {std::span(&velocity, 1)}}, 0.25F, 1);
    BOOST_TEST(velocity == 2);
    BOOST_TEST(parameter == 2.5F);
    optimizer.update<float>({{&parameter, 1}, {&gradient, 1}, {std::span(&velocity, 1)}}, 0.25F, 2);
    BOOST_TEST(velocity == 1.5F);
    BOOST_TEST(parameter == 2.125F);
}
