// SPDX-License-Identifier: BSL-1.0
//
// A net for windows over a whole sequence: its type, its tensors, and that each position gives what its window gives.
#include "tenon/rewrite/for_sequence.hpp"

#include "tenon/tenon.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>
#include <type_traits>
#include <vector>

namespace {

using namespace tenon;

using Tree = Sequential<Embedding<9>, FlattenConsecutive<2>, Linear<20, no_bias>, BatchNorm1d<>, Tanh,
                        FlattenConsecutive<2>, Linear<20, no_bias>, BatchNorm1d<>, Tanh, FlattenConsecutive<2>,
                        Linear<20, no_bias>, BatchNorm1d<>, Tanh, Linear<27>>;
using Flat = Sequential<Embedding<9>, Flatten, Linear<20>, Tanh, Linear<27>>;
using Nested = Sequential<Embedding<9>, Sequential<FlattenConsecutive<4>, Linear<12>, Tanh>,
                          Residual<Linear<12>, Gelu<>>, Sequential<Flatten, Linear<20>>, Linear<27>>;

/// Each position of a sequence of `Length`, from the first whole window on, and the window that ends there.
template <class Net, std::size_t Context, std::size_t Length>
void gives_what_windows_give() {
    using In = Tokens<27, Context>;
    Model<Net, In> model{Generator{4}};
    auto sequence = for_sequence<Length>(model);
    std::vector<Token> tokens(Length);
    for (std::size_t at = 0; at < Length; ++at) tokens[at] = static_cast<Token>(at * at * 7 % 27);
    Evaluator<decltype(model), Batch<1>> windows{model};
    Evaluator<decltype(sequence), Batch<1>> all{sequence};
    static_assert(std::is_same_v<typename decltype(sequence)::Output, Shape<Length, 27>>);
    const auto outputs = all(tokens);
    for (std::size_t last = Context - 1; last < Length; ++last) {
        const auto window = windows(std::span(tokens).subspan(last + 1 - Context, Context));
        BOOST_TEST(std::ranges::equal(window, outputs.subspan(27 * last, 27)), "position " << last << " differs");
    }
}

} // namespace

BOOST_AUTO_TEST_CASE(what_joins_positions_becomes_causal_and_dilated) {
    static_assert(
        std::is_same_v<ForSequence<Tree, Tokens<27, 8>>,
                       Sequential<Embedding<9>, CausalUnfold<2>, Linear<20, no_bias>, BatchNorm1d<>, Tanh,
                                  CausalUnfold<2, Dilation{2}>, Linear<20, no_bias>, BatchNorm1d<>, Tanh,
                                  CausalUnfold<2, Dilation{4}>, Linear<20, no_bias>, BatchNorm1d<>, Tanh, Linear<27>>>);
    static_assert(std::is_same_v<ForSequence<Flat, Tokens<27, 8>>,
                                 Sequential<Embedding<9>, CausalUnfold<8>, Linear<20>, Tanh, Linear<27>>>);
    static_assert(std::is_same_v<
                  ForSequence<Nested, Tokens<27, 12>>,
                  Sequential<Embedding<9>, Sequential<CausalUnfold<4>, Linear<12>, Tanh>, Residual<Linear<12>, Gelu<>>,
                             Sequential<CausalUnfold<3, Dilation{4}>, Linear<20>>, Linear<27>>>);
    static_assert(receptive_field<ForSequence<Tree, Tokens<27, 8>>, Tokens<27, 30>> == 8);
}

BOOST_AUTO_TEST_CASE(other_nets_stay_as_they_are) {
    using Convolved = Sequential<Conv1d<4, 3, causal>, Tanh, Linear<2>>;
    static_assert(std::is_same_v<ForSequence<Convolved, Shape<9, 3>>, Convolved>);
    static_assert(std::is_same_v<ForSequence<Linear<3>, Shape<4, 5>>, Linear<3>>);
    static_assert(std::is_same_v<ForSequence<Sequential<Linear<3>, FlattenConsecutive<1>, Flatten>, Shape<1, 5>>,
                                 Sequential<Linear<3>, Sequential<>, Sequential<>>>);
    static_assert(std::is_same_v<WithLength<Tokens<27, 8>, 30>, Tokens<27, 30>>);
    static_assert(std::is_same_v<WithLength<Shape<8, 3, 2>, 30>, Shape<30, 3, 2>>);
}

BOOST_AUTO_TEST_CASE(each_position_gives_what_its_window_gives_to_the_bit) {
    gives_what_windows_give<Tree, 8, 40>();
    gives_what_windows_give<Flat, 8, 21>();
    gives_what_windows_give<Nested, 12, 29>();
}

BOOST_AUTO_TEST_CASE(convolutions_of_a_window_become_causal_and_dilated) {
    using Mixed = Sequential<Embedding<9>, FlattenConsecutive<2>, Conv1d<12, 2, Dilation{2}>, Tanh,
                             Conv1d<12, 6, 2, Groups{2}, no_bias>, Linear<27>>;
    static_assert(std::is_same_v<ForSequence<Mixed, Tokens<27, 8>>,
                                 Sequential<Embedding<9>, CausalUnfold<2>, Conv1d<12, 2, causal, Dilation{4}>, Tanh,
                                            Conv1d<6, 2, causal, Dilation{2}, Groups{2}, no_bias>, Linear<27>>>);
    using Joined = Sequential<Embedding<9>, Conv1d<12, 3>, Tanh, FlattenConsecutive<2>, Linear<10>, Gelu<>,
                              Conv1d<8, 2>, Flatten, Linear<27>>;
    gives_what_windows_give<Joined, 8, 30>();
    gives_what_windows_give<Sequential<Embedding<8>, FlattenConsecutive<4>, Conv1d<27, 2>, Flatten>, 8, 25>();
}

BOOST_AUTO_TEST_CASE(pooling_of_a_window_becomes_causal_and_dilated) {
    using Pooled = Sequential<Embedding<9>, MaxPool1d<2>, Linear<12>, AvgPool1d<3, Stride{1}>, Conv1d<10, 2>, Tanh,
                              GlobalMaxPool, Linear<27>>;
    static_assert(
        std::is_same_v<ForSequence<Pooled, Tokens<27, 12>>,
                       Sequential<Embedding<9>, MaxPool1d<2, causal, Stride{1}>, Linear<12>,
                                  AvgPool1d<3, causal, Dilation{2}, Stride{1}>, Conv1d<10, 2, causal, Dilation{2}>,
                                  Tanh, MaxPool1d<3, causal, Dilation{2}, Stride{1}>, Linear<27>>>);
    static_assert(std::is_same_v<ForSequence<MaxPool1d<3, Stride{2}, Dilation{2}>, Shape<9, 5>>,
                                 MaxPool1d<3, causal, Dilation{2}, Stride{1}>>);
    static_assert(std::is_same_v<ForSequence<GlobalAvgPool, Shape<1, 5>>, AvgPool1d<1, causal, Stride{1}>>);
    static_assert(receptive_field<ForSequence<Pooled, Tokens<27, 12>>, Tokens<27, 30>> == 12);
    gives_what_windows_give<Pooled, 12, 31>();
    gives_what_windows_give<
        Sequential<Embedding<7>, AvgPool1d<2>, Linear<9>, AvgPool1d<2>, Tanh, MaxPool1d<2>, Linear<27>>, 8, 30>();
    gives_what_windows_give<Sequential<Embedding<7>, MaxPool1d<3, Stride{2}, Dilation{2}>, Tanh,
                                       MaxPool1d<1, Stride{2}>, FlattenConsecutive<3>, Linear<27>>,
                            13, 30>();
    gives_what_windows_give<Sequential<Embedding<7>, Conv1d<8, 2>, Gelu<>, GlobalAvgPool, Linear<27>>, 90, 200>();
}

BOOST_AUTO_TEST_CASE(nets_that_have_no_twin_are_refused) {
    using In = Tokens<27, 8>;
    static_assert(SequenceVerdict<Tree, In>::fits);
    static_assert(SequenceVerdict<Sequential<Embedding<8>, Conv1d<4, 3, causal>>, In>::fits);
    static_assert(!SequenceVerdict<Sequential<Embedding<8>, PositionEmbedding<>, Flatten, Linear<3>>, In>::fits);
    // What is causal takes zeros in front of a window.
    static_assert(!SequenceVerdict<Sequential<Embedding<8>, Conv1d<8, 2, causal>, Flatten, Linear<27>>, In>::fits);
    static_assert(!SequenceVerdict<Sequential<Embedding<8>, FlattenConsecutive<2>, Conv1d<27, 2, causal>>, In>::fits);
    static_assert(!SequenceVerdict<Sequential<Embedding<8>, Conv1d<4, 3, same_length>>, In>::fits);
    static_assert(!SequenceVerdict<Sequential<Embedding<8>, Conv1d<4, 2, Stride{2}>>, In>::fits);
    // The last window that is pooled has to end where the input does.
    static_assert(SequenceVerdict<Sequential<Embedding<8>, MaxPool1d<4>>, In>::fits);
    static_assert(!SequenceVerdict<Sequential<Embedding<8>, MaxPool1d<3>>, In>::fits);
    static_assert(!SequenceVerdict<Sequential<Embedding<8>, MaxPool1d<2, causal>>, In>::fits);
    static_assert(!SequenceVerdict<Sequential<Embedding<8>, AvgPool1d<2, causal, Stride{1}>, Flatten>, In>::fits);
    // Of one position none becomes several.
    static_assert(!SequenceVerdict<Sequential<Embedding<8>, Upsample<2>>, In>::fits);
    static_assert(SequenceVerdict<Sequential<Embedding<8>, Upsample<1>>, In>::fits);
    static_assert(!SequenceVerdict<Sequential<Embedding<8>, MaxPool1d<2>, Upsample<2>>, In>::fits);
    static_assert(!SequenceVerdict<Sequential<Embedding<8>, ConvTranspose1d<4, 2, Stride{2}>>, In>::fits);
    static_assert(!SequenceVerdict<Sequential<Embedding<8>, ConvTranspose1d<4, 1, Stride{2}, causal>>, In>::fits);
    static_assert(!SequenceVerdict<Sequential<Embedding<8>, ConvTranspose1d<4, 2>>, In>::fits);
    // Within other forms nothing is rewritten.
    static_assert(!SequenceVerdict<Parallel<Sum, GlobalMaxPool, GlobalAvgPool>, Shape<1, 5>>::fits);
    static_assert(!SequenceVerdict<Residual<Sequential<MaxPool1d<2>, Upsample<2>>>, Shape<8, 5>>::fits);
    static_assert(!SequenceVerdict<Sequential<Embedding<8>, Repeat<3, FlattenConsecutive<2>, Linear<8>>>, In>::fits);
    static_assert(!SequenceVerdict<Sequential<Embedding<8>, Parallel<Sum, Conv1d<4, 3>, Conv1d<4, 3>>>, In>::fits);
    static_assert(!SequenceVerdict<Sequential<EmbeddingSum<2, 8>, Linear<3>>, In>::fits);
}

BOOST_AUTO_TEST_CASE(its_tensors_are_those_of_the_net) {
    using Windowed = JointOf<Tree, Tokens<27, 8>>;
    using Sequence = JointOf<ForSequence<Tree, Tokens<27, 8>>, Tokens<27, 30>>;
    static_assert(detail::has_same_tensors<Windowed, Sequence>);
}

/// Positions in front of the first whole window are not asked for: their targets are ignored.
BOOST_AUTO_TEST_CASE(it_trains_at_all_positions_at_once) {
    using Net = ForSequence<Flat, Tokens<27, 3>>;
    Model<Net, Tokens<27, 12>> model{Generator{8}};
    Trainer<decltype(model), Batch<4>, WeightedCrossEntropy> trainer{model, WeightedCrossEntropy{.ignored = -1}};
    std::array<Token, 48> inputs{}, targets{};
    for (std::size_t at = 0; at < 48; ++at) {
        inputs[at] = at % 12 < 2 ? 0 : static_cast<Token>(at * 5 % 27);
        targets[at] = at % 12 < 2 ? -1 : static_cast<Token>((at + 1) * 5 % 27);
    }
    float first = 0, last = 0;
    for (int step = 0; step < 300; ++step) {
        last = trainer.step(inputs, targets, 0.5F);
        if (step == 0) first = last;
    }
    BOOST_TEST(first > 3);
    BOOST_TEST(last < 0.1);
}
