// SPDX-License-Identifier: BSL-1.0
//
// Adam: PyTorch's numbers step by step, the same bits wherever a parameter stands, and nothing beyond the last.
#include "tenon/optim/adam.hpp"

#include "support/optimizer_rig.hpp"
#include "support/reference.hpp"

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <cstddef>
#include <vector>

using namespace tenon;
using namespace tenon::test;

static_assert(OptimizerOf<Adam, float> && OptimizerOf<Adam, double>);

BOOST_AUTO_TEST_CASE_TEMPLATE(parameters_move_as_those_of_pytorch, Real, reals) {
    const nlohmann::json figures = reference("training")["adam"];
    BOOST_REQUIRE(figures.size() == 2);
    for (const nlohmann::json& expected : figures) {
        const Adam adam{.beta1 = expected["beta1"], .beta2 = expected["beta2"], .epsilon = expected["epsilon"]};
        const auto gradients = expected["gradients"].get<std::vector<Real>>();
        const auto moved = expected["moved"].get<std::vector<Real>>();
        auto parameters = expected["start"].get<std::vector<Real>>();
        const std::size_t size = parameters.size(), steps = gradients.size() / size;
        BOOST_REQUIRE(steps > 5);
        std::vector<Real> m(size), v(size);
        for (std::size_t step = 0; step < steps; ++step) {
            adam.update<Real>({parameters, std::span(gradients).subspan(step * size, size), {m, v}},
                              expected["rate"].get<Real>(), step + 1);
            for (std::size_t index = 0; index < size; ++index)
                BOOST_TEST(std::abs(parameters[index] - moved[step * size + index]) < Real(2e-6));
        }
    }
}

BOOST_AUTO_TEST_CASE_TEMPLATE(parameters_go_the_way_of_those_of_pytorch, Real, reals) {
    check_trajectories<Real>(
        "Adam", [](const nlohmann::json& numbers) { return Adam{.weight_decay = numbers.value("weight_decay", 0.0)}; });
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_parameter_has_the_same_bits_in_any_slice, Real, reals) {
    check_slices<Real>(Adam{});
    check_slices<Real>(Adam{.weight_decay = 0.5});
}

BOOST_AUTO_TEST_CASE(the_first_step_is_the_rate_whatever_the_gradient) {
    for (const float gradient : {1e-3F, -5.0F, 1e4F}) {
        float parameter = 2, m = 0, v = 0;
        Adam().update<float>({{&parameter, 1}, {&gradient, 1}, {std::span(&m, 1), std::span(&v, 1)}}, 0.25F, 1);
        BOOST_TEST(std::abs(parameter - (gradient > 0 ? 1.75F : 2.25F)) < 1e-5F);
    }
}
