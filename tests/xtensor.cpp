// SPDX-License-Identifier: BSL-1.0
//
// Models seen through xtensor.
#include "tenon/xtensor.hpp"

#include "tenon/inspector.hpp"
#include "tenon/tenon.hpp"

#include <boost/test/unit_test.hpp>
#include <xtensor/xmath.hpp>
#include <xtensor/xnoalias.hpp>

#include <numeric>
#include <vector>

using namespace tenon;

namespace {

using Net = Sequential<Linear<9>, BatchNorm1d<>, Linear<5>>;

} // namespace

BOOST_AUTO_TEST_CASE(a_view_has_the_shape_and_the_numbers_of_its_tensor) {
    const Model<Net, Shape<7>> model{Generator{1}};
    const auto weight = parameter_view<"2.weight">(model);
    BOOST_TEST(weight.dimension() == 2);
    BOOST_TEST(weight.shape()[0] == 9);
    BOOST_TEST(weight.shape()[1] == 5);
    BOOST_TEST(weight(3, 4) == model.parameter<"2.weight">()[3 * 5 + 4]);
}

BOOST_AUTO_TEST_CASE(writing_through_a_view_writes_the_model) {
    Model<Net, Shape<7>> model;
    auto mean = buffer_view<"1.running_mean">(model);
    xt::noalias(mean) = 2 * mean + 3;
    BOOST_TEST(model.buffer<"1.running_mean">()[8] == 3);
    BOOST_TEST(buffer_view<"1.running_var">(model)(0) == 1);
}

BOOST_AUTO_TEST_CASE(xtensor_computes_on_views) {
    Model<Net, Shape<7>> model;
    auto weight = parameter_view<"0.weight">(model);
    const auto numbers = model.parameter<"0.weight">();
    std::iota(numbers.begin(), numbers.end(), 1.0F);
    BOOST_TEST(xt::sum(weight)() == 63.0F * 64 / 2);
}

BOOST_AUTO_TEST_CASE(layers_are_seen_with_their_shapes) {
    using M = Model<Sequential<Linear<3>, Flatten, Linear<4>>, Shape<5, 2>>;
    const M model{Generator{1}};
    Inspector<M, Batch<2>> inspector{model};
    std::vector<float> inputs(20);
    std::iota(inputs.begin(), inputs.end(), -10.0F);
    inspector.backward(inputs, std::vector<Token>{1, 3});
    const auto output = output_view<"0">(inspector);
    BOOST_TEST(output.dimension() == 3);
    BOOST_TEST((output.shape()[0] == 2 && output.shape()[1] == 5 && output.shape()[2] == 3));
    BOOST_TEST(output(1, 2, 1) == inspector.output<"0">()[(1 * 5 + 2) * 3 + 1]);
    BOOST_TEST(output(1, 2, 1) != output(0, 2, 1));
    const auto gradient = output_gradient_view(inspector);
    BOOST_TEST(gradient.dimension() == 2);
    BOOST_TEST(gradient(1, 3) == inspector.output_gradient()[7]);
    BOOST_TEST(gradient(1, 3) < 0); // the class that came
}
