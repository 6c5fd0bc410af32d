// SPDX-License-Identifier: BSL-1.0
//
// Dropout: its shape rule, what is dropped and how often, and that evaluation has nothing of it.
#include "tenon/layers/dropout.hpp"

#include "support/laws.hpp"

#include "tenon/tenon.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <span>
#include <type_traits>
#include <vector>

using namespace tenon;
using namespace tenon::test;

namespace {

/// What a training forward multiplies ones by.
template <int Share>
std::vector<float> factors(std::uint64_t seed) {
    Rig<Dropout<Percent{Share}>, Shape<100, 100>, 1, float> bench;
    bench.rng_key = {seed};
    std::ranges::fill(bench.x.span(), 1.0F);
    bench.forward();
    return {bench.y.span().begin(), bench.y.span().end()};
}

} // namespace

BOOST_AUTO_TEST_CASE(shapes_stay_and_nothing_is_learned) {
    static_assert(std::is_same_v<Output<Dropout<Percent{20}>, Shape<4, 7>>, Shape<4, 7>>);
    static_assert(parameter_count<Dropout<Percent{20}>, Shape<4, 7>> == 0);
    static_assert(!fits<Dropout<Percent{20}>, Tokens<27, 8>>);
}

BOOST_AUTO_TEST_CASE(other_spellings_are_refused) {
    static_assert(fits<Dropout<Percent{0}>, Shape<4>> && fits<Dropout<Percent{99}>, Shape<4>>);
    static_assert(!fits<Dropout<>, Shape<4>> && !fits<Dropout<20>, Shape<4>>);
    static_assert(!fits<Dropout<Percent{100}>, Shape<4>> && !fits<Dropout<Percent{-1}>, Shape<4>>);
    static_assert(!fits<Dropout<Percent{20}, Percent{20}>, Shape<4>> && !fits<Dropout<no_bias>, Shape<4>>);
}

BOOST_AUTO_TEST_CASE(laws) {
    obeys_the_laws<Dropout<Percent{30}>, Shape<3, 35>, 2>();
    obeys_the_laws<Dropout<Percent{0}>, Shape<5>, 3>();
    obeys_the_laws<Sequential<Linear<19>, Dropout<Percent{20}>, Linear<5>, Dropout<Percent{50}>>, Shape<7>, 3>();
}

BOOST_AUTO_TEST_CASE(the_share_is_dropped_and_the_others_make_up_for_it) {
    const auto values = factors<20>(1);
    const auto dropped = static_cast<double>(std::ranges::count(values, 0.0F));
    BOOST_TEST(std::ranges::count(values, 1.25F) == 10'000 - std::ranges::count(values, 0.0F));
    BOOST_TEST(std::abs(dropped - 2000) < 5 * std::sqrt(10'000 * 0.2 * 0.8)); // five standard deviations
    BOOST_TEST(std::ranges::count(factors<0>(1), 1.0F) == 10'000);
    BOOST_TEST(std::abs(static_cast<double>(std::ranges::count(factors<99>(1), 0.0F)) - 9900) < 50);
}

// Dropped neighbours in a row, in a column and in both draws are as frequent as chance has it.
BOOST_AUTO_TEST_CASE(what_is_dropped_has_no_pattern) {
    const auto values = factors<50>(7), others = factors<50>(8);
    const auto together = [&](const std::vector<float>& left, const std::vector<float>& right, std::size_t apart) {
        double count = 0;
        for (std::size_t index = 0; index + apart < left.size(); ++index) count += left[index] == right[index + apart];
        return count / static_cast<double>(left.size() - apart);
    };
    for (const std::size_t apart : {1U, 2U, 16U, 100U})
        BOOST_TEST(std::abs(together(values, values, apart) - 0.5) < 0.025);
    BOOST_TEST(std::abs(together(values, others, 0) - 0.5) < 0.025);
}

BOOST_AUTO_TEST_CASE(backward_drops_what_forward_dropped) {
    Rig<Dropout<Percent{40}>, Shape<67>, 3, float> bench;
    std::ranges::fill(bench.x.span(), 1.0F);
    std::ranges::fill(bench.dy.span(), 1.0F);
    bench.forward();
    bench.backward();
    BOOST_TEST(same_bits<float>(bench.y.span(), bench.dx.span()));
}

BOOST_AUTO_TEST_CASE(evaluation_leaves_everything_as_it_is) {
    Rig<Dropout<Percent{40}>, Shape<67>, 3, float> bench;
    bench.evaluate();
    BOOST_TEST(same_bits<float>(bench.x.span(), bench.y.span()));
}

BOOST_AUTO_TEST_CASE(layers_of_one_net_drop_different_elements) {
    using Twice = Sequential<Dropout<Percent{50}>, Dropout<Percent{50}>>;
    Rig<Twice, Shape<1000>, 1, float> bench;
    std::ranges::fill(bench.x.span(), 1.0F);
    bench.forward();
    const auto left = std::ranges::count(bench.y.span(), 4.0F);
    BOOST_TEST((left > 180 && left < 320)); // 250 are left by two of them, 500 by one twice
}

/// What a net, as it runs or as it is written, multiplies ones by at some example.
template <class Net, class Input, std::size_t Batch>
std::vector<float> mask(std::uint64_t examples) {
    Rig<Net, Input, Batch, float> bench;
    bench.rng_key = {7, 0, examples};
    std::ranges::fill(bench.x.span(), 1.0F);
    bench.forward();
    return {bench.y.span().begin(), bench.y.span().end()};
}

BOOST_AUTO_TEST_CASE(examples_drop_the_same_in_any_batch) {
    using Net = Sequential<Dropout<Percent{50}>, Dropout<Percent{30}>>;
    const auto whole = mask<Net, Shape<3, 35>, 4>(10);
    const auto first = mask<Net, Shape<3, 35>, 2>(10), second = mask<Net, Shape<3, 35>, 2>(12);
    BOOST_TEST(std::ranges::equal(first, std::span(whole).first(2 * 105)));
    BOOST_TEST(std::ranges::equal(second, std::span(whole).last(2 * 105)));
    BOOST_TEST(!std::ranges::equal(first, second));
}

// A layer is numbered as it is written, whatever stands before it, and at whatever depth.
BOOST_AUTO_TEST_CASE(forms_around_a_layer_do_not_change_what_it_drops) {
    using Drop = Dropout<Percent{50}>;
    using Flat = Sequential<Relu, Relu, Drop, Drop>;
    const auto written = mask<Flat, Shape<3, 35>, 2>(4);
    BOOST_TEST((mask<Sequential<FusedPointwise<Relu, Relu>, Drop, Drop>, Shape<3, 35>, 2>(4) == written));
    BOOST_TEST((mask<Sequential<Relu, Sequential<Relu, Drop>, Drop>, Shape<3, 35>, 2>(4) == written));
    BOOST_TEST((mask<Sequential<Repeat<2, Relu>, Repeat<2, Drop>>, Shape<3, 35>, 2>(4) == written));
    BOOST_TEST((mask<Sequential<Relu, Relu, TimeDistributed<Drop, Drop>>, Shape<3, 35>, 2>(4) == written));
    BOOST_TEST((mask<Sequential<Relu, Drop, Drop>, Shape<3, 35>, 2>(4) != written));
}

BOOST_AUTO_TEST_CASE(another_trainer_goes_on_where_one_ended) {
    using Net = Sequential<Linear<20>, Dropout<Percent{50}>, Linear<5>>;
    const std::vector<float> inputs(2 * 40, 1);
    const std::vector<Token> targets{1, 3};
    const auto train = [&](Model<Net, Shape<40>>& model, int steps) {
        Trainer<Model<Net, Shape<40>>, Batch<2>> trainer{model, 9};
        for (int step = 0; step < steps; ++step) trainer.step(inputs, targets, 0.1F);
    };
    Model<Net, Shape<40>> whole{Generator{3}}, half{Generator{3}}, copied;
    train(whole, 6);
    train(half, 3);
    copied = half;
    BOOST_TEST(copied.examples_trained() == 6U);
    train(copied, 3);
    BOOST_TEST(std::ranges::equal(copied.parameter_block(), whole.parameter_block()));
    half.set_examples_trained(0);
    train(half, 3);
    BOOST_TEST(!std::ranges::equal(half.parameter_block(), whole.parameter_block()));
}

BOOST_AUTO_TEST_CASE(steps_differ_and_seeds_repeat) {
    using Net = Sequential<Dropout<Percent{50}>, Linear<5>>;
    const std::vector<float> inputs(2 * 40, 1);
    const std::vector<Token> targets{1, 3};
    const auto losses = [&](std::uint64_t seed) {
        Model<Net, Shape<40>> model{Generator{3}};
        Trainer<decltype(model), Batch<2>> trainer{model, seed};
        return std::array{trainer.backward(inputs, targets), trainer.backward(inputs, targets)};
    };
    BOOST_TEST((losses(1) == losses(1)));
    BOOST_TEST(losses(1)[0] != losses(1)[1]);
    BOOST_TEST(losses(1)[0] != losses(2)[0]);
}
