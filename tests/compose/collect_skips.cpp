// SPDX-License-Identifier: BSL-1.0
//
// CollectSkips and SkipBlock: shapes, names, and numbers against differences and PyTorch.
#include "tenon/compose/collect_skips.hpp"

#include "support/alike.hpp"
#include "support/laws.hpp"
#include "support/torch.hpp"

#include "tenon/tenon.hpp"

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <type_traits>

using namespace tenon;
using namespace tenon::test;

namespace {

using Wave = CollectSkips<SkipBlock<Gated<Linear<7>, Linear<7>>, Linear<3>, Linear<5>>,
                          SkipBlock<Linear<9>, Linear<3>, Linear<5>>, Sequential<Linear<6>, Linear<3>>>;

} // namespace

BOOST_AUTO_TEST_CASE(output_has_the_features_of_the_skips) {
    static_assert(std::is_same_v<Output<Wave, Shape<4, 5>>, Shape<4, 3>>);
    static_assert(std::is_same_v<Output<Wave, Shape<5>>, Shape<3>>);
    static_assert(std::is_same_v<Output<CollectSkips<Linear<12>, Linear<7>>, Shape<2, 4, 5>>, Shape<2, 4, 7>>);
    static_assert(std::is_same_v<Output<CollectSkips<Linear<7>>, Shape<4, 5>>, Shape<4, 7>>);
}

BOOST_AUTO_TEST_CASE(a_block_gives_what_flows_on_and_behind_it_its_skip) {
    static_assert(std::is_same_v<Output<SkipBlock<Linear<9>, Linear<3>, Linear<5>>, Shape<4, 5>>, Shape<4, 5 + 3>>);
    static_assert(std::is_same_v<Output<SkipBlock<Linear<5>, Linear<3>>, Shape<4, 5>>, Shape<4, 5 + 3>>);
}

BOOST_AUTO_TEST_CASE(every_layer_gives_the_stream_and_the_same_skips) {
    static_assert(fits<CollectSkips<Linear<8>, Linear<3>>, Shape<5>>);
    static_assert(!fits<CollectSkips<Linear<8>, Linear<4>>, Shape<5>>);
    static_assert(!fits<CollectSkips<Linear<8>, Linear<9>, Linear<3>>, Shape<5>>);
    static_assert(!fits<CollectSkips<Linear<8>, Linear<8>>, Shape<5>>); // the last one gives skips alone
    static_assert(!fits<CollectSkips<Linear<5>, Linear<3>>, Shape<5>>); // nothing is left for the output
    static_assert(!fits<CollectSkips<Flatten, Linear<3>>, Shape<4, 5>>);
    static_assert(!fits<CollectSkips<SkipBlock<Linear<9>, Linear<3>, Linear<6>>, Linear<3>>, Shape<5>>);
}

BOOST_AUTO_TEST_CASE(it_takes_numbers_and_one_layer_or_more) {
    static_assert(!fits<CollectSkips<>, Shape<5>> && fits<CollectSkips<Linear<3>>, Shape<5>>);
    static_assert(!fits<CollectSkips<Linear<3>>, Tokens<27, 8>> && !fits<CollectSkips<Embedding<3>>, Tokens<27, 8>>);
}

BOOST_AUTO_TEST_CASE(a_misfit_is_told_at_its_place_in_the_brackets) {
    using Net = CollectSkips<SkipBlock<Linear<9>, Linear<3>, Linear<6, 5>>, Linear<3>>;
    static_assert(
        std::is_same_v<Verdict<Net, Shape<5>>,
                       Misfit<PlacedLayer<At<0, 2>, Linear<6, 5>>, TakesFeatures<6>,
                              Gets<Shape<9>, PlacedLayer<At<0, 0>, Linear<9>>>, Instead<Linear<9, 5>, Linear<5>>>>);
    using Skip = CollectSkips<SkipBlock<Linear<9>, Linear<3>, Linear<5>>, SkipBlock<Linear<9>, Linear<6, 3>, Linear<5>>,
                              Linear<3>>;
    static_assert(
        std::is_same_v<Verdict<Skip, Shape<5>>,
                       Misfit<PlacedLayer<At<1, 1>, Linear<6, 3>>, TakesFeatures<6>,
                              Gets<Shape<9>, PlacedLayer<At<1, 0>, Linear<9>>>, Instead<Linear<9, 3>, Linear<3>>>>);
}

BOOST_AUTO_TEST_CASE(tensors_are_named_by_block_and_place_in_the_brackets) {
    constexpr auto learned = parameters<Wave, Shape<4, 5>>;
    static_assert(learned.size() == 18);
    static_assert(find_tensor(learned, "0.0.0.weight").shape == Extents{5, 7} &&
                  find_tensor(learned, "0.0.1.bias").shape == Extents{7});
    static_assert(find_tensor(learned, "0.1.weight").shape == Extents{7, 3} &&
                  find_tensor(learned, "0.2.weight").shape == Extents{7, 5});
    static_assert(find_tensor(learned, "1.0.weight").shape == Extents{5, 9} &&
                  find_tensor(learned, "1.2.bias").shape == Extents{5});
    static_assert(find_tensor(learned, "2.0.weight").shape == Extents{5, 6} &&
                  find_tensor(learned, "2.1.bias").shape == Extents{3});
    static_assert(parameter_count<Wave, Shape<4, 5>> == (2 * 42 + 24 + 40) + (54 + 30 + 50) + (36 + 21));
    using Net = CollectSkips<SkipBlock<Linear<9>, Sequential<Tanh, BatchNorm1d<>, Linear<3>>, Linear<5>>, Linear<3>>;
    static_assert(find_tensor(buffers<Net, Shape<5>>, "0.1.1.running_var").shape == Extents{9});
}

BOOST_AUTO_TEST_CASE(work_is_that_of_its_layers) {
    static_assert(forward_flops<Wave, Shape<4, 5>, Batch<2>> ==
                  2 * 2 * 4 * (2 * 35 + 21 + 35 + 45 + 27 + 45 + 30 + 18));
}

BOOST_AUTO_TEST_CASE(a_batch_too_small_to_train_on_is_told_at_its_place) {
    using Net = CollectSkips<SkipBlock<Linear<9>, Sequential<BatchNorm1d<>, Linear<3>>, Linear<5>>, Linear<3>>;
    static_assert(TrainingVerdict<Net, Shape<5>, 2, CrossEntropy>::fits);
    static_assert(std::is_same_v<TrainingVerdict<Net, Shape<5>, 1, CrossEntropy>,
                                 Misfit<PlacedLayer<At<0, 1, 0>, BatchNorm1d<>>, TakesSeveralValues<1>,
                                        Gets<Shape<9>, PlacedLayer<At<0, 0>, Linear<9>>>, Instead<Batch<2>>>>);
}

BOOST_AUTO_TEST_CASE(a_lone_layer_is_that_layer) {
    are_one_net<CollectSkips<Linear<19>>, Linear<19>, Shape<4, 5>, 3>();
    are_one_net<CollectSkips<Sequential<Linear<9>, BatchNorm1d<>, Linear<7>>>,
                Sequential<Linear<9>, BatchNorm1d<>, Linear<7>>, Shape<4, 5>, 3>();
}

BOOST_AUTO_TEST_CASE(the_stream_and_the_sum_add_up) {
    // Each layer but the last hands its input on, twice: h doubles, and h goes to the output.
    using Twice = Parallel<Concat, Sequential<>, Sequential<>>;
    Rig<CollectSkips<Twice, Twice, Twice, Sequential<>>, Shape<2, 5>, 3, float> bench;
    for (std::size_t index = 0; index < 30; ++index) { // numbers whose sums are exact
        bench.x[index] = std::round(64 * bench.x[index]) / 64;
        bench.dy[index] = std::round(64 * bench.dy[index]) / 64;
    }
    bench.forward();
    bench.backward();
    for (std::size_t index = 0; index < 30; ++index) {
        BOOST_TEST(bench.y[index] == (1 + 2 + 4 + 8) * bench.x[index]);
        BOOST_TEST(bench.dx[index] == (1 + 2 + 4 + 8) * bench.dy[index]);
    }
    bench.evaluate();
    for (std::size_t index = 0; index < 30; ++index) BOOST_TEST(bench.y[index] == 15 * bench.x[index]);
}

BOOST_AUTO_TEST_CASE(it_is_spelled_as_written) {
    BOOST_TEST((spelling<CollectSkips<SkipBlock<Tanh, Linear<3>>, Linear<3>>>() ==
                "CollectSkips<SkipBlock<Tanh, Linear<3>>, Linear<3>>"));
}

BOOST_AUTO_TEST_CASE(laws) {
    obeys_the_laws<Wave, Shape<4, 5>, 3>();
    obeys_the_laws<CollectSkips<SkipBlock<Linear<33>, Linear<19>, Linear<17>>, Sequential<Linear<9>, Linear<19>>>,
                   Shape<17>, 5>();
    obeys_the_laws<CollectSkips<SkipBlock<Tanh, Linear<3>>, SkipBlock<BatchNorm1d<>, Linear<3>>, Linear<3>>,
                   Shape<2, 4, 5>, 3>();
    obeys_the_laws<CollectSkips<Linear<12>, Linear<12>, Linear<7>>, Shape<5>, 3>();
    obeys_the_laws<Sequential<Embedding<6>, CollectSkips<SkipBlock<Linear<7>, Linear<3>, Linear<6>>, Linear<3>>,
                              Flatten, Linear<2>>,
                   Tokens<11, 4>, 3>();
}

BOOST_AUTO_TEST_CASE(torch) { agree_with_torch<Case<Wave, Shape<4, 5>, 3>, Case<Wave, Shape<5>, 4>>("CollectSkips"); }
