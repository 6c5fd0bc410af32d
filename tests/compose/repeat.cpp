// SPDX-License-Identifier: BSL-1.0
//
// Repeat: its shape rule, names, and numbers against differences and PyTorch.
#include "tenon/compose/repeat.hpp"

#include "support/alike.hpp"
#include "support/laws.hpp"
#include "support/torch.hpp"

#include "tenon/tenon.hpp"

#include <boost/test/unit_test.hpp>

#include <type_traits>

using namespace tenon;
using namespace tenon::test;

BOOST_AUTO_TEST_CASE(every_turn_gets_what_the_one_before_gives) {
    static_assert(std::is_same_v<Output<Repeat<3, Linear<5>, Tanh>, Shape<4, 5>>, Shape<4, 5>>);
    static_assert(std::is_same_v<Output<Repeat<2, Linear<7>>, Shape<4, 5>>, Shape<4, 7>>); // sizes are inferred
    static_assert(std::is_same_v<Output<Repeat<3, FlattenConsecutive<2>>, Shape<8, 5>>, Shape<40>>);
}

BOOST_AUTO_TEST_CASE(every_turn_fits) {
    static_assert(fits<Repeat<1, Linear<5, 7>>, Shape<5>> && !fits<Repeat<2, Linear<5, 7>>, Shape<5>>);
    static_assert(!fits<Repeat<2, Tanh>, Tokens<27, 8>>);
    static_assert(!fits<Repeat<4, FlattenConsecutive<2>>, Shape<8, 5>>);
}

BOOST_AUTO_TEST_CASE(other_spellings_are_refused) {
    static_assert(!fits<Repeat<0, Linear<5>>, Shape<5>> && !fits<Repeat<-2, Linear<5>>, Shape<5>>);
    static_assert(!fits<Repeat<2>, Shape<5>>);
}

BOOST_AUTO_TEST_CASE(a_misfit_is_told_with_its_turn) {
    static_assert(
        std::is_same_v<Verdict<Repeat<2, Linear<5, 7>>, Shape<5>>,
                       Misfit<PlacedLayer<At<1>, Linear<5, 7>>, TakesFeatures<5>,
                              Gets<Shape<7>, PlacedLayer<At<0>, Linear<5, 7>>>, Instead<Linear<7, 7>, Linear<7>>>>);
    static_assert(std::is_same_v<Verdict<Repeat<2, Linear<5, 7>, Tanh>, Shape<5>>,
                                 Misfit<PlacedLayer<At<1, 0>, Linear<5, 7>>, TakesFeatures<5>,
                                        Gets<Shape<7>, PlacedLayer<At<0>, Sequential<Linear<5, 7>, Tanh>>>,
                                        Instead<Linear<7, 7>, Linear<7>>>>);
}

BOOST_AUTO_TEST_CASE(tensors_are_named_by_turn_and_place) {
    constexpr auto lists = parameters<Repeat<3, Tanh, Linear<5>>, Shape<4, 5>>;
    static_assert(lists.size() == 6 && lists[0].name == "0.1.weight" && lists[5].name == "2.1.bias");
    static_assert(parameter_count<Repeat<3, Tanh, Linear<5>>, Shape<4, 5>> == 3 * (5 * 5 + 5));
    constexpr auto lone = parameters<Repeat<2, Linear<7>>, Shape<5>>;
    static_assert(lone.size() == 4 && lone[0].name == "0.weight" && lone[3].name == "1.bias");
    static_assert(lone[0].shape == Extents{5, 7} && lone[2].shape == Extents{7, 7});
    static_assert(parameters<Repeat<12, BatchNorm1d<>>, Shape<5>>[23].name == "11.bias");
    static_assert(find_tensor(buffers<Repeat<2, BatchNorm1d<>>, Shape<5>>, "1.running_var").shape == Extents{5});
}

BOOST_AUTO_TEST_CASE(work_is_that_of_every_turn) {
    static_assert(forward_flops<Repeat<3, Linear<5>>, Shape<4, 5>, Batch<2>> == 3 * 2 * 2 * 4 * 5 * 5);
}

BOOST_AUTO_TEST_CASE(it_is_its_layers_written_out) {
    are_one_net<Repeat<3, Linear<5>, Tanh>, Sequential<Linear<5>, Tanh, Linear<5>, Tanh, Linear<5>, Tanh>, Shape<4, 5>,
                3>();
    are_one_net<Repeat<2, Linear<19>>, Sequential<Linear<19>, Linear<19>>, Shape<5>, 3>();
    are_one_net<Repeat<1, Linear<7>>, Linear<7>, Shape<5>, 3>();
    are_one_net<Repeat<2, Repeat<2, Linear<5>, BatchNorm1d<>>>, Repeat<4, Linear<5>, BatchNorm1d<>>, Shape<5>, 3>();
}

BOOST_AUTO_TEST_CASE(laws) {
    obeys_the_laws<Repeat<3, Linear<5>, Tanh>, Shape<4, 5>, 3>();
    obeys_the_laws<Repeat<2, Linear<19>, BatchNorm1d<>, Relu>, Shape<5>, 7>();
    obeys_the_laws<Repeat<2, Residual<Linear<17>, Tanh>>, Shape<3, 17>, 2>();
    obeys_the_laws<Sequential<Embedding<6>, Repeat<2, FlattenConsecutive<2>, Linear<7>>, Linear<3>>, Tokens<11, 4>,
                   3>();
    obeys_the_laws<Repeat<2, Flatten>, Shape<2, 3>, 2>();
}

BOOST_AUTO_TEST_CASE(torch) {
    using List = Repeat<3, Linear<5>, Tanh>;
    agree_with_torch<Case<List, Shape<4, 5>, 3>, Case<List, Shape<5>, 4>, Case<Repeat<2, Linear<5>>, Shape<5>, 3>>(
        "Repeat");
}
