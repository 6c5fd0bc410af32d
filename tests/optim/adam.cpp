// SPDX-License-Identifier: BSL-1.0
//
// Adam: PyTorch's numbers step by step, the same bits wherever a parameter stands, and nothing beyond the last.
#include "tenon/optim/adam.hpp"

#include "support/guarded.hpp"
#include "support/reference.hpp"
#include "support/sizes.hpp"

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
        const Adam adam{expected["beta1"], expected["beta2"], expected["epsilon"]};
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

BOOST_AUTO_TEST_CASE_TEMPLATE(a_parameter_has_the_same_bits_in_any_slice, Real, reals) {
    around_lanes<Real>([]<std::size_t Size>() {
        for (std::size_t offset : offsets) {
            Guarded<Real> parameters{Size, offset}, gradients{Size, offset + 1}, m{Size, offset}, v{Size, offset};
            parameters.randomize(1), gradients.randomize(2), m.randomize(3), v.randomize(4);
            for (Real& square : v.span()) square = std::abs(square);
            std::vector<Real> expected, expected_m, expected_v;
            for (std::size_t index = 0; index < Size; ++index) {
                Real parameter = parameters[index], mean = m[index], square = v[index];
                const Real gradient = gradients[index];
                Adam().update<Real>({{&parameter, 1}, {&gradient, 1}, {std::span(&mean, 1), std::span(&square, 1)}},
                                    Real(0.1), 3);
                expected.push_back(parameter), expected_m.push_back(mean), expected_v.push_back(square);
            }
            Adam().update<Real>({parameters.span(), gradients.span(), {m.span(), v.span()}}, Real(0.1), 3);
            BOOST_TEST(differing<Real>(parameters.span(), expected) == 0);
            BOOST_TEST(differing<Real>(m.span(), expected_m) == 0);
            BOOST_TEST(differing<Real>(v.span(), expected_v) == 0);
            BOOST_TEST((parameters.intact() && gradients.intact() && m.intact() && v.intact()));
        }
    });
}

BOOST_AUTO_TEST_CASE(the_first_step_is_the_rate_whatever_the_gradient) {
    for (const float gradient : {1e-3F, -5.0F, 1e4F}) {
        float parameter = 2, m = 0, v = 0;
        Adam().update<float>({{&parameter, 1}, {&gradient, 1}, {std::span(&m, 1), std::span(&v, 1)}}, 0.25F, 1);
        BOOST_TEST(std::abs(parameter - (gradient > 0 ? 1.75F : 2.25F)) < 1e-5F);
    }
}
