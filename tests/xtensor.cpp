// SPDX-License-Identifier: BSL-1.0
//
// Models seen through xtensor.
#include "tenon/xtensor.hpp"

#include "tenon/tenon.hpp"

#include <boost/test/unit_test.hpp>
#include <xtensor/xmath.hpp>
#include <xtensor/xnoalias.hpp>

#include <numeric>

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
