// SPDX-License-Identifier: BSL-1.0
//
// AdamW, and the one that divides by the largest square: PyTorch's way.
#include "tenon/optim/adamw.hpp"

#include "support/optimizer_rig.hpp"

#include <boost/test/unit_test.hpp>

#include <span>

namespace {

using namespace tenon;
using namespace tenon::test;

static_assert(OptimizerOf<AdamW, float> && OptimizerOf<AdamWAmsgrad, double>);
static_assert(AdamW::state == 2 && AdamWAmsgrad::state == 3);

template <class Optimizer>
Optimizer made(const nlohmann::json& numbers) {
    return {.beta1 = numbers.value("beta1", 0.9),
            .beta2 = numbers.value("beta2", 0.999),
            .epsilon = numbers.value("epsilon", 1e-8),
            .weight_decay = numbers.value("weight_decay", 0.01)};
}

} // namespace

BOOST_AUTO_TEST_CASE_TEMPLATE(parameters_go_the_way_of_those_of_pytorch, Real, reals) {
    check_trajectories<Real>("AdamW", made<AdamW>);
    check_trajectories<Real>("AdamWAmsgrad", made<AdamWAmsgrad>);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_parameter_has_the_same_bits_in_any_slice, Real, reals) {
    check_slices<Real>(AdamW{});
    check_slices<Real>(AdamW{.weight_decay = 0.5});
    check_slices<Real>(AdamWAmsgrad{});
}

BOOST_AUTO_TEST_CASE(without_a_gradient_a_parameter_decays_alone) {
    float parameter = 2, m = 0, v = 0;
    const float gradient = 0;
    AdamW{.weight_decay = 0.5}.update<float>({{&parameter, 1}, {&gradient, 1}, {std::span(&m, 1), std::span(&v, 1)}},
                                             0.25F, 1);
    BOOST_TEST(parameter == 1.75F);
}
