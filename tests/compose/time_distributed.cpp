// SPDX-License-Identifier: BSL-1.0
//
// TimeDistributed: its shape rule, names, and numbers against differences and PyTorch.
#include "tenon/compose/time_distributed.hpp"

#include "support/alike.hpp"
#include "support/laws.hpp"
#include "support/torch.hpp"

#include "tenon/tenon.hpp"

#include <boost/test/unit_test.hpp>

#include <type_traits>

using namespace tenon;
using namespace tenon::test;

BOOST_AUTO_TEST_CASE(output_is_what_the_layers_give_at_each_position) {
    static_assert(std::is_same_v<Output<TimeDistributed<Flatten, Linear<7>>, Shape<3, 4, 5>>, Shape<3, 7>>);
    static_assert(std::is_same_v<Output<TimeDistributed<Linear<7>>, Shape<3, 4, 5>>, Shape<3, 4, 7>>);
    static_assert(std::is_same_v<Output<TimeDistributed<Flatten>, Shape<2, 3, 4, 5>>, Shape<2, 60>>);
    static_assert(
        std::is_same_v<Output<TimeDistributed<TimeDistributed<Flatten>>, Shape<2, 3, 4, 5>>, Shape<2, 3, 20>>);
}

BOOST_AUTO_TEST_CASE(it_takes_positions_that_its_layers_take) {
    static_assert(fits<TimeDistributed<Linear<7>>, Shape<4, 5>> && !fits<TimeDistributed<Linear<7>>, Shape<5>>);
    static_assert(!fits<TimeDistributed<Linear<7>>, Tokens<27, 8>>);
    static_assert(!fits<TimeDistributed<Linear<20, 7>>, Shape<3, 4, 5>>);
    static_assert(fits<TimeDistributed<Flatten, Linear<20, 7>>, Shape<3, 4, 5>>);
    static_assert(fits<TimeDistributed<FlattenConsecutive<2>>, Shape<3, 4, 5>>);
    static_assert(!fits<TimeDistributed<FlattenConsecutive<3>>, Shape<3, 4, 5>>);
}

BOOST_AUTO_TEST_CASE(a_misfit_is_told_with_its_place) {
    using Net = TimeDistributed<Flatten, Linear<6, 7>>;
    static_assert(
        std::is_same_v<Verdict<Net, Shape<3, 4, 5>>,
                       Misfit<PlacedLayer<At<1>, Linear<6, 7>>, TakesFeatures<6>,
                              Gets<Shape<20>, PlacedLayer<At<0>, Flatten>>, Instead<Linear<20, 7>, Linear<7>>>>);
}

BOOST_AUTO_TEST_CASE(tensors_are_named_by_place_and_shared_by_positions) {
    constexpr auto learned = parameters<TimeDistributed<Flatten, Linear<7>>, Shape<3, 4, 5>>;
    static_assert(learned.size() == 2 && learned[0].name == "1.weight" && learned[1].name == "1.bias");
    static_assert(learned[0].shape == Extents{20, 7});
    static_assert(parameter_count<TimeDistributed<Flatten, Linear<7>>, Shape<3, 4, 5>> == 20 * 7 + 7);
    static_assert(find_tensor(buffers<TimeDistributed<BatchNorm1d<>>, Shape<3, 5>>, "0.running_var").shape ==
                  Extents{5});
}

BOOST_AUTO_TEST_CASE(work_is_that_of_every_position) {
    using Net = TimeDistributed<Flatten, Linear<7>>;
    static_assert(forward_flops<Net, Shape<3, 4, 5>, Batch<2>> == 2 * 2 * 3 * 20 * 7);
    static_assert(step_flops<Net, Shape<3, 4, 5>, Batch<2>> == 3 * 2 * 2 * 3 * 20 * 7);
}

BOOST_AUTO_TEST_CASE(positions_are_values_of_a_statistic) {
    using Net = TimeDistributed<BatchNorm1d<>, Linear<7>>;
    static_assert(TrainingVerdict<Sequential<Net, Flatten>, Shape<3, 5>, 1, CrossEntropy>::fits);
    static_assert(!TrainingVerdict<Sequential<Net, Flatten>, Shape<1, 5>, 1, CrossEntropy>::fits);
}

BOOST_AUTO_TEST_CASE(what_looks_at_the_last_axis_alone_is_so_distributed_anyway) {
    are_one_net<TimeDistributed<Linear<19>, Tanh>, Sequential<Linear<19>, Tanh>, Shape<4, 5>, 3>();
    are_one_net<TimeDistributed<Linear<7>, BatchNorm1d<>>, Sequential<Linear<7>, BatchNorm1d<>>, Shape<4, 5>, 3>();
}

BOOST_AUTO_TEST_CASE(positions_are_examples) {
    Rig<TimeDistributed<Flatten, Linear<7>, Tanh>, Shape<3, 4, 5>, 2, float> positions;
    Rig<Sequential<Flatten, Linear<7>, Tanh>, Shape<4, 5>, 6, float> examples; // which has the same numbers
    positions.forward();
    examples.forward();
    positions.backward();
    examples.backward();
    BOOST_TEST(same_bits<float>(positions.y.span(), examples.y.span()));
    BOOST_TEST(same_bits<float>(positions.dx.span(), examples.dx.span()));
    BOOST_TEST(same_bits<float>(positions.gradients.span(), examples.gradients.span()));
}

BOOST_AUTO_TEST_CASE(laws) {
    obeys_the_laws<TimeDistributed<Flatten, Linear<7>>, Shape<3, 4, 5>, 2>();
    obeys_the_laws<TimeDistributed<Linear<33>, BatchNorm1d<>, Tanh>, Shape<3, 5>, 4>();
    obeys_the_laws<TimeDistributed<FlattenConsecutive<2>, Linear<19>, Flatten, Linear<3>>, Shape<3, 4, 5>, 2>();
    obeys_the_laws<Sequential<Linear<9>, TimeDistributed<Flatten>, Linear<3>>, Shape<2, 3, 5>, 4>();
    obeys_the_laws<TimeDistributed<TimeDistributed<Flatten, Linear<7>>, Tanh>, Shape<2, 3, 4, 5>, 2>();
}

BOOST_AUTO_TEST_CASE(torch) {
    agree_with_torch<Case<TimeDistributed<Flatten, Linear<7>>, Shape<3, 4, 5>, 2>>("TimeDistributed");
}
