// SPDX-License-Identifier: BSL-1.0
//
// Streaming equals evaluation, from the first position on and in pieces of any size, for layers of all kinds; its state
// is a value, and a call takes no memory.
#include "tenon/streamer.hpp"

#include "support/thrown.hpp"

#include "tenon/tenon.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdlib>
#include <new>
#include <random>
#include <span>
#include <stdexcept>
#include <vector>

namespace {

std::size_t allocations = 0;

} // namespace

void* operator new(std::size_t size) {
    ++allocations;
    if (void* memory = std::malloc(size)) return memory;
    throw std::bad_alloc();
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

namespace {

using namespace tenon;
using tenon::test::thrown;

/// A model whose tensors are all random, buffers included.
template <class Net, class In, class Real = float>
Model<Net, In, Real> random_model() {
    Model<Net, In, Real> model{Generator{5}};
    std::mt19937 engine(7);
    std::normal_distribution<Real> normal(0, Real{0.5});
    for (Real& number : model.parameter_block()) number = normal(engine);
    for (Real& number : model.buffer_block()) number = Real{0.5} + std::abs(normal(engine));
    return model;
}

template <class In, class Real>
std::vector<Element<In, Real>> random_inputs(std::size_t count = In::size) {
    std::mt19937 engine(11);
    std::normal_distribution<double> normal;
    std::vector<Element<In, Real>> inputs(count);
    for (auto& input : inputs) {
        if constexpr (detail::is_tokens<In>)
            input = static_cast<Token>(engine() % In::vocabulary);
        else
            input = static_cast<Real>(normal(engine));
    }
    return inputs;
}

/// Pieces of all sizes from 1 to `most`, in an order of their own.
template <class StreamerType, class Number>
std::vector<typename StreamerType::Real> in_pieces(StreamerType& streamer, const std::vector<Number>& inputs,
                                                   std::size_t most) {
    std::vector<typename StreamerType::Real> outputs;
    constexpr std::size_t each = StreamerType::Input::size;
    std::size_t size = 1;
    for (std::size_t at = 0; at < inputs.size();) {
        const std::size_t count = std::min(size * each, inputs.size() - at);
        const auto given = streamer(std::span(inputs).subspan(at, count));
        outputs.insert(outputs.end(), given.begin(), given.end());
        at += count;
        size = (size * 5 + 2) % most + 1;
    }
    return outputs;
}

template <class Real>
void check_same(const std::vector<Real>& left, std::span<const Real> right) {
    BOOST_REQUIRE_EQUAL(left.size(), right.size());
    std::size_t different = 0;
    for (std::size_t at = 0; at < left.size(); ++at) different += left[at] != right[at] ? 1 : 0;
    BOOST_TEST(different == 0);
}

/// The law: a net over a whole sequence and over the stream of its positions give the same bits.
template <class Net, class In, std::size_t Most, class Real = float>
void streams_as_it_evaluates() {
    BOOST_TEST_CONTEXT(spelling<Net>().view() << " on " << spelling<In>().view() << ", " << Most << " at a time") {
        const auto model = random_model<Net, In, Real>();
        using M = std::remove_const_t<decltype(model)>;
        const auto inputs = random_inputs<In, Real>();
        Evaluator<M, Batch<1>> evaluator{model};
        Streamer<M, Frames<Most>> streamer{model};
        for (int time = 0; time < 2; ++time, streamer.reset())
            check_same<Real>(in_pieces(streamer, inputs, Most), evaluator(inputs));
    }
}
template <class Net, class In>
void streams_in_all_sizes() {
    streams_as_it_evaluates<Net, In, 1>();
    streams_as_it_evaluates<Net, In, 5>();
    streams_as_it_evaluates<Net, In, 16>();
    streams_as_it_evaluates<Net, In, 64>();
    streams_as_it_evaluates<Net, In, 16, double>();
}

using Tree = Sequential<Embedding<9>, FlattenConsecutive<2>, Linear<20, no_bias>, BatchNorm1d<>, Tanh,
                        FlattenConsecutive<2>, Linear<20, no_bias>, BatchNorm1d<>, Tanh, FlattenConsecutive<2>,
                        Linear<20, no_bias>, BatchNorm1d<>, Tanh, Linear<27>>;
using Stack = Sequential<Conv1d<16, 3, causal>, Tanh, Conv1d<16, 3, causal, Dilation{2}>, Tanh, Linear<1>>;

/// One number at a time.
using Sound = Shape<40, 1>;

} // namespace

BOOST_AUTO_TEST_CASE(convolutions) {
    streams_in_all_sizes<Conv1d<7, 3, causal>, Shape<70, 5>>();
    streams_in_all_sizes<Conv1d<33, 2, causal, Dilation{13}, no_bias>, Shape<70, 3>>();
    streams_in_all_sizes<Conv1d<6, 4, causal, Dilation{3}, Groups{2}>, Shape<70, 4>>();
    streams_in_all_sizes<Conv1d<9, 1, causal>, Shape<70, 4>>();
    streams_in_all_sizes<CausalUnfold<3, Dilation{5}>, Shape<70, 4>>();
    streams_in_all_sizes<Stack, Shape<90, 1>>();
}

BOOST_AUTO_TEST_CASE(pooling) {
    streams_in_all_sizes<MaxPool1d<3, causal, Stride{1}>, Shape<70, 5>>();
    streams_in_all_sizes<MaxPool1d<2, causal, Dilation{13}, Stride{1}>, Shape<70, 17>>();
    streams_in_all_sizes<AvgPool1d<4, causal, Dilation{3}, Stride{1}>, Shape<70, 4>>();
    streams_in_all_sizes<AvgPool1d<67, causal, Stride{1}>, Shape<90, 1>>(); // more than are added up at a time
    streams_as_it_evaluates<MaxPool1d<1, causal, Stride{1}>, Shape<20, 3>, 8>();
    streams_as_it_evaluates<Residual<MaxPool1d<3, causal, Stride{1}>, Linear<4>>, Shape<40, 4>, 8>();
}

BOOST_AUTO_TEST_CASE(layers_that_need_no_other_position) {
    using Each = Sequential<Linear<9>, LayerNorm<>, Gelu<>, RmsNorm<>, BatchNorm1d<>, LeakyRelu<>, PRelu<>,
                            Dropout<Percent{20}>, Linear<4, aligned_rows>, Softmax>;
    streams_as_it_evaluates<Each, Shape<30, 5>, 16>();
    streams_as_it_evaluates<Sequential<Embedding<5>, Linear<3>>, Tokens<27, 30>, 8>();
    streams_as_it_evaluates<TimeDistributed<Flatten, Linear<7>>, Shape<20, 4, 3>, 8>();
}

BOOST_AUTO_TEST_CASE(forms) {
    using Wave = CollectSkips<SkipBlock<Gated<Conv1d<7, 2, causal>, Conv1d<7, 2, causal>>, Linear<3>, Linear<5>>,
                              SkipBlock<Conv1d<9, 2, causal, Dilation{2}>, Linear<3>, Linear<5>>,
                              Sequential<Conv1d<6, 2, causal, Dilation{4}>, Linear<3>>>;
    streams_as_it_evaluates<Sequential<Linear<5>, Wave, Relu>, Shape<60, 2>, 16>();
    streams_as_it_evaluates<Residual<Conv1d<4, 3, causal>, Tanh>, Shape<40, 4>, 8>();
    streams_as_it_evaluates<Repeat<3, Conv1d<4, 3, causal>, Tanh>, Shape<40, 4>, 8>();
    streams_as_it_evaluates<Parallel<Concat, Conv1d<4, 3, causal>, Sequential<>, Conv1d<2, 5, causal>>, Shape<40, 4>,
                            8>();
    streams_as_it_evaluates<Frozen<Conv1d<4, 3, causal>>, Shape<40, 4>, 8>();
}

BOOST_AUTO_TEST_CASE(a_net_for_windows_gives_what_each_window_gives) {
    const auto model = random_model<Tree, Tokens<27, 8>>();
    using M = std::remove_const_t<decltype(model)>;
    static_assert(Streamer<M>::receptive_field == 8);
    Evaluator<M, Batch<1>> evaluator{model};
    Streamer<M, Frames<3>> streamer{model};
    const auto inputs = random_inputs<Tokens<27, 1>, float>(60);
    const auto outputs = in_pieces(streamer, inputs, 3);
    for (std::size_t last = 7; last < inputs.size(); ++last) {
        const std::vector window(outputs.begin() + 27 * static_cast<std::ptrdiff_t>(last),
                                 outputs.begin() + 27 * static_cast<std::ptrdiff_t>(last + 1));
        check_same<float>(window, evaluator(std::span(inputs).subspan(last - 7, 8)));
    }
}

BOOST_AUTO_TEST_CASE(a_net_that_pools_windows_gives_what_each_window_gives) {
    using Net = Sequential<Embedding<9>, Conv1d<10, 2>, Tanh, MaxPool1d<2, Stride{1}>, AvgPool1d<2>, Linear<7>,
                           GlobalAvgPool, Linear<27>>;
    const auto model = random_model<Net, Tokens<27, 10>>();
    using M = std::remove_const_t<decltype(model)>;
    static_assert(Streamer<M>::receptive_field == 10);
    Evaluator<M, Batch<1>> evaluator{model};
    Streamer<M, Frames<3>> streamer{model}, steady{model};
    const auto inputs = random_inputs<Tokens<27, 1>, float>(60);
    const auto outputs = in_pieces(streamer, inputs, 3);
    for (std::size_t last = 9; last < inputs.size(); ++last) {
        const std::vector window(outputs.begin() + 27 * static_cast<std::ptrdiff_t>(last),
                                 outputs.begin() + 27 * static_cast<std::ptrdiff_t>(last + 1));
        check_same<float>(window, evaluator(std::span(inputs).subspan(last - 9, 10)));
    }
    steady.prewarm(std::array<Token, 1>{3});
    const auto given = steady(std::array<Token, 1>{3});
    check_same<float>({given.begin(), given.end()}, evaluator(std::vector<Token>(10, 3)));
}

BOOST_AUTO_TEST_CASE(prewarmed_it_is_as_if_one_position_had_come_for_ever) {
    const auto model = random_model<Tree, Tokens<27, 8>>();
    using M = std::remove_const_t<decltype(model)>;
    Evaluator<M, Batch<1>> evaluator{model};
    Streamer<M, Frames<4>> streamer{model}, fed{model};
    streamer(std::array<Token, 3>{4, 5, 6});
    streamer.prewarm(std::array<Token, 1>{2});
    for (int time = 0; time < 20; ++time) fed(std::array<Token, 1>{2});
    for (const Token next : {7, 1, 26}) {
        const auto given = streamer(std::array<Token, 1>{next});
        check_same<float>({given.begin(), given.end()}, fed(std::array<Token, 1>{next}));
    }
    const auto stack = random_model<Stack, Sound>();
    using S = std::remove_const_t<decltype(stack)>;
    Streamer<S, Frames<8>> quiet{stack}, silent{stack};
    const std::array<float, 8> silence{};
    for (int time = 0; time < 3; ++time) silent(silence);
    quiet.prewarm();
    const auto given = quiet(silence);
    check_same<float>({given.begin(), given.end()}, silent(silence));
}

BOOST_AUTO_TEST_CASE(its_state_is_a_value) {
    const auto model = random_model<Stack, Sound>();
    using M = std::remove_const_t<decltype(model)>;
    const auto inputs = random_inputs<Sound, float>();
    const std::span first = std::span(inputs).first(13), second = std::span(inputs).subspan(13, 16);
    Streamer<M, Frames<16>> streamer{model};
    streamer(first);
    const std::vector state(streamer.state().begin(), streamer.state().end());
    Streamer<M, Frames<16>> voice = streamer, later{model};
    const auto given = streamer(second);
    const std::vector expected(given.begin(), given.end());
    check_same<float>(expected, voice(second));
    later.restore(state);
    check_same<float>(expected, later(second));
    later = voice;
    BOOST_TEST(later.state().size() == voice.state().size());
    BOOST_TEST(std::ranges::equal(later.state(), voice.state()));
}

BOOST_AUTO_TEST_CASE(process_takes_any_number_of_positions_and_takes_no_memory) {
    const auto model = random_model<Stack, Sound>();
    using M = std::remove_const_t<decltype(model)>;
    Streamer<M, Frames<16>> streamer{model}, other{model};
    const auto inputs = random_inputs<Sound, float>(1000);
    std::vector<float> outputs(1000), in_place = inputs;
    const std::size_t before = allocations;
    for (std::size_t at = 0, size = 0; at < 1000; at += size, size = (size + 37) % 101) {
        size = std::min(size, 1000 - at);
        streamer.process(std::span(inputs).subspan(at, size), std::span(outputs).subspan(at, size));
    }
    other.process(in_place, in_place);
    streamer.reset();
    streamer.prewarm();
    BOOST_TEST(allocations == before);
    check_same<float>(in_place, outputs);
    static_assert(noexcept(streamer.process(inputs, outputs)));
    // What is beyond the shorter of the two is left alone.
    std::array<float, 4> few{9, 9, 9, 9};
    streamer.process(std::span(inputs).first(2), few);
    BOOST_TEST((few[2] == 9 && few[3] == 9 && few[0] != 9));
}

BOOST_AUTO_TEST_CASE(process_takes_tokens_too) {
    const auto model = random_model<Tree, Tokens<27, 8>>();
    Streamer one{model}; // of one position at a time
    static_assert(std::is_same_v<decltype(one), Streamer<std::remove_const_t<decltype(model)>>>);
    Streamer<std::remove_const_t<decltype(model)>, Frames<4>> several{model};
    static_assert(!noexcept(several.process(std::vector<Token>(), std::span<float>())));
    std::vector<Token> tokens{3, 0, 26, 1, 7, 7, 12, 5, 19};
    constexpr std::size_t classes = decltype(one)::Output::size;
    std::vector<float> outputs(9 * classes);
    several.process(tokens, outputs);
    for (std::size_t at = 0; at < tokens.size(); ++at) {
        const auto own = one(std::array{tokens[at]});
        BOOST_TEST(std::ranges::equal(own, std::span(outputs).subspan(at * classes, classes)));
    }
    const std::vector state(several.state().begin(), several.state().end());
    tokens[4] = 27;
    BOOST_TEST(thrown<std::out_of_range>([&] { several.process(tokens, outputs); }) ==
               "inputs hold the token 27 at index 4, expected one from 0 to 26");
    BOOST_TEST(std::ranges::equal(several.state(), state));
}

BOOST_AUTO_TEST_CASE(outputs_may_take_the_place_of_inputs) {
    using Wide = Sequential<Linear<40>>;
    const auto model = random_model<Wide, Shape<20, 40>>();
    using M = std::remove_const_t<decltype(model)>;
    Streamer<M, Frames<16>> streamer{model};
    auto inputs = random_inputs<Shape<20, 40>, float>();
    std::vector<float> outputs(inputs.size());
    streamer.process(inputs, outputs);
    streamer.process(inputs, inputs);
    check_same<float>(outputs, inputs);
}

BOOST_AUTO_TEST_CASE(what_is_wrong_is_said_and_nothing_has_happened) {
    const auto model = random_model<Tree, Tokens<27, 8>>();
    using M = std::remove_const_t<decltype(model)>;
    Streamer<M, Frames<4>> streamer{model};
    const std::vector before(streamer.state().begin(), streamer.state().end());
    std::vector<Token> tokens{1, 2, 27};
    BOOST_TEST(thrown<std::out_of_range>([&] { streamer(tokens); }) ==
               "inputs hold the token 27 at index 2, expected one from 0 to 26");
    tokens.resize(5);
    BOOST_TEST(thrown<std::invalid_argument>([&] { streamer(tokens); }) == "inputs hold 5 numbers, expected 4");
    tokens.resize(2);
    BOOST_TEST(thrown<std::invalid_argument>([&] { streamer.prewarm(tokens); }) ==
               "a position holds 2 numbers, expected 1");
    BOOST_TEST(thrown<std::invalid_argument>([&] { streamer.restore(std::span(before).first(3)); }) ==
               "a state holds 3 numbers, expected " + std::to_string(before.size()));
    BOOST_TEST(std::ranges::equal(before, streamer.state()));
}

BOOST_AUTO_TEST_CASE(its_memory_may_lie_anywhere) {
    const auto model = random_model<Stack, Sound>();
    using M = std::remove_const_t<decltype(model)>;
    std::vector<float> memory(Streamer<M, Frames<8>, Borrowed>::memory_size);
    Streamer<M, Frames<8>, Borrowed> borrowed{model, memory};
    Streamer<M, Inline, Frames<8>> within{model};
    const auto inputs = random_inputs<Sound, float>(8);
    const auto given = borrowed(inputs);
    check_same<float>({given.begin(), given.end()}, within(inputs));
}
