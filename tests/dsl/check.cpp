// SPDX-License-Identifier: BSL-1.0
//
// The walk of a shape through a net: it stops at the first joint that does not fit, and knows where and why.
#include "tenon/dsl/check.hpp"

#include "tenon/dsl.hpp"

#include <boost/test/unit_test.hpp>

#include <type_traits>

using namespace tenon;

namespace {

template <class Expected, class Net, class In>
inline constexpr bool gives = std::is_same_v<Verdict<Net, In>, Expected>;

struct AnyLoss {
    template <class Out>
    static constexpr auto check() {
        return Fits{};
    }
};

} // namespace

BOOST_AUTO_TEST_CASE(a_net_that_fits) {
    static_assert(gives<Fits, Sequential<Embedding<24>, FlattenConsecutive<2>, Linear<48, 7>>, Tokens<27, 8>>);
    static_assert(gives<Fits, Linear<7>, Shape<3>>);
}

BOOST_AUTO_TEST_CASE(the_first_misfit_is_told_with_its_place_and_giver) {
    using Net = Sequential<Embedding<24>, FlattenConsecutive<2>, Linear<40, 128>, Linear<0>>;
    using Expected =
        Misfit<PlacedLayer<At<2>, Linear<40, 128>>, TakesFeatures<40>,
               Gets<Shape<4, 48>, PlacedLayer<At<1>, FlattenConsecutive<2>>>, Instead<Linear<48, 128>, Linear<128>>>;
    static_assert(gives<Expected, Net, Tokens<27, 8>>);
}

BOOST_AUTO_TEST_CASE(the_first_layer_gets_the_input) {
    static_assert(gives<Misfit<PlacedLayer<At<0>, Tanh>, TakesReals, Gets<Tokens<27, 8>, NetInput>, Instead<>>,
                        Sequential<Tanh>, Tokens<27, 8>>);
    static_assert(gives<Misfit<PlacedLayer<At<>, Tanh>, TakesReals, Gets<Tokens<27, 8>, NetInput>, Instead<>>, Tanh,
                        Tokens<27, 8>>);
}

BOOST_AUTO_TEST_CASE(positions_nest_and_the_giver_may_stand_outside) {
    using Inner = Sequential<Sequential<Linear<5, 7>>, Tanh>;
    static_assert(gives<Misfit<PlacedLayer<At<1, 0, 0>, Linear<5, 7>>, TakesFeatures<5>,
                               Gets<Shape<4>, PlacedLayer<At<0>, Linear<4>>>, Instead<Linear<4, 7>, Linear<7>>>,
                        Sequential<Linear<4>, Inner>, Shape<3>>);
    using Late = Sequential<Tanh, Linear<5, 7>>;
    static_assert(gives<Misfit<PlacedLayer<At<1, 1>, Linear<5, 7>>, TakesFeatures<5>,
                               Gets<Shape<4>, PlacedLayer<At<1, 0>, Tanh>>, Instead<Linear<4, 7>, Linear<7>>>,
                        Sequential<Linear<4>, Late>, Shape<3>>);
}

BOOST_AUTO_TEST_CASE(suggestions_keep_the_options) {
    static_assert(gives<Misfit<PlacedLayer<At<>, Linear<5, 7, no_bias>>, TakesFeatures<5>, Gets<Shape<4>, NetInput>,
                               Instead<Linear<4, 7, no_bias>, Linear<7, no_bias>>>,
                        Linear<5, 7, no_bias>, Shape<4>>);
}

BOOST_AUTO_TEST_CASE(a_batch_too_small_to_train_on_is_told_apart_from_a_misfit) {
    using Net = Sequential<Linear<7>, BatchNorm1d<>, Tanh>;
    static_assert(fits<Net, Shape<3>>);
    using Expected = Misfit<PlacedLayer<At<1>, BatchNorm1d<>>, TakesSeveralValues<1>,
                            Gets<Shape<7>, PlacedLayer<At<0>, Linear<7>>>, Instead<Batch<2>>>;
    static_assert(std::is_same_v<TrainingVerdict<Net, Shape<3>, 1, AnyLoss>, Expected>);
    static_assert(TrainingVerdict<Net, Shape<3>, 2, AnyLoss>::fits);
}
