// SPDX-License-Identifier: BSL-1.0
//
// Adagrad: PyTorch's way, its rate falling or not.
#include "tenon/optim/adagrad.hpp"

#include "support/optimizer_rig.hpp"

#include <boost/test/unit_test.hpp>

#include <span>

namespace {

using namespace tenon;
using namespace tenon::test;

static_assert(OptimizerOf<Adagrad, float> && OptimizerOf<Adagrad, double>);

Adagrad made(const nlohmann::json& numbers) {
    return Adagrad{.rate_decay = numbers.value("rate_decay", 0.0),
                   .epsilon = numbers.value("epsilon", 1e-10),
                   .weight_decay = numbers.value("weight_decay", 0.0)};
}

} // namespace

BOOST_AUTO_TEST_CASE_TEMPLATE(parameters_go_the_way_of_those_of_pytorch, Real, reals) {
    check_trajectories<Real>("Adagrad", made);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_parameter_has_the_same_bits_in_any_slice, Real, reals) {
    check_slices<Real>(Adagrad{.rate_decay = 0.5});
}
