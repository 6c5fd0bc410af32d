// SPDX-License-Identifier: BSL-1.0
//
// Streams: amp models and a stack of dilated convolutions by the sample, in blocks of several sizes; the lecture's tree
// by the character, and over whole sequences. FLOPs are those of the net over a sequence.
#include "nets.hpp"
#include "support/measure.hpp"

#include "tenon/dsl/nam/known.hpp"
#include "tenon/dsl/nets/wavenet.hpp"
#include "tenon/nam/wavenet.hpp"
#include "tenon/tenon.hpp"

#include <benchmark/benchmark.h>

#include <array>
#include <cstddef>
#include <string>
#include <vector>

using namespace tenon;

namespace {

/// Numbers that neither die away nor grow on their way through a net.
template <class Net, class In>
Model<Net, In> make_model() {
    Generator generator{42};
    Model<Net, In> model{generator};
    for (const TensorSpec& spec : Model<Net, In>::Joint::parameters) {
        if (spec.shape.rank == 1) generator.randn(model.parameter_block().subspan(spec.offset, spec.shape.size()));
    }
    return model;
}

/// Blocks of noise, of a size that the streamer processes at once or in pieces.
template <class Net, std::size_t Most, std::size_t Block>
void play(benchmark::State& state) {
    using M = Model<Net, Shape<64, 1>>;
    const auto model = make_model<Net, Shape<64, 1>>();
    Streamer<M, Frames<Most>> streamer{model};
    streamer.prewarm();
    std::vector<float> noise(8192), out(8192);
    Generator{1}.randn(std::span(noise));
    for (float& sample : noise) sample *= 0.1F;
    std::size_t at = 0;
    bench::measure(state, [&] {
        streamer.process(std::span(noise).subspan(at, Block), std::span(out).subspan(at, Block));
        at = at + 2 * Block > noise.size() ? 0 : at + Block;
    });
    state.counters["state_bytes"] = static_cast<double>(streamer.state_size * sizeof(float));
    bench::count_flops(state, forward_flops<Net, Shape<Block, 1>, Batch<1>>);
    bench::count_rate(state, "samples/s", Block);
}

template <class Net>
void prewarm(benchmark::State& state) {
    using M = Model<Net, Shape<64, 1>>;
    const auto model = make_model<Net, Shape<64, 1>>();
    Streamer<M, Frames<64>> streamer{model};
    bench::measure(state, [&] { streamer.prewarm(); });
}

using TenConvolutions =
    Sequential<Conv1d<16, 3, causal>, Conv1d<16, 3, causal, Dilation{2}>, Conv1d<16, 3, causal, Dilation{4}>,
               Conv1d<16, 3, causal, Dilation{8}>, Conv1d<16, 3, causal, Dilation{16}>,
               Conv1d<16, 3, causal, Dilation{32}>, Conv1d<16, 3, causal, Dilation{64}>,
               Conv1d<16, 3, causal, Dilation{128}>, Conv1d<16, 3, causal, Dilation{256}>,
               Conv1d<16, 3, causal, Dilation{512}>, Linear<1>>;

/// The paper's WaveNet, one level of sound after another.
void wavenet_by_sample(benchmark::State& state) {
    using Net = WaveNet<256, 32, 64, Joined<DilationsTo512, DilationsTo512>>;
    using M = Model<Net, Tokens<256, 64>>;
    const auto model = make_model<Net, Tokens<256, 64>>();
    Streamer<M> streamer{model};
    Token next = 0;
    bench::measure(state, [&] {
        benchmark::DoNotOptimize(streamer(std::array{next}).data());
        next = (next + 37) % 256;
    });
    bench::count_flops(state, forward_flops<Net, Tokens<256, 1>, Batch<1>>);
    bench::count_rate(state, "samples/s");
}

/// One character after another, and a whole sequence.
void tree_by_character(benchmark::State& state) {
    using M = Model<names::Tree<27>, Tokens<27, 8>>;
    const auto model = make_model<names::Tree<27>, Tokens<27, 8>>();
    Streamer<M> streamer{model};
    Token next = 0;
    bench::measure(state, [&] {
        benchmark::DoNotOptimize(streamer(std::array{next}).data());
        next = (next + 5) % 27;
    });
    bench::count_flops(state, forward_flops<ForSequence<names::Tree<27>, Tokens<27, 8>>, Tokens<27, 1>, Batch<1>>);
    bench::count_rate(state, "predictions/s");
}
template <std::size_t Length>
void tree_by_sequence(benchmark::State& state) {
    const auto model = make_model<names::Tree<27>, Tokens<27, 8>>();
    const auto sequence = for_sequence<Length>(model);
    Evaluator<std::remove_const_t<decltype(sequence)>, Batch<1>> evaluator{sequence};
    std::array<Token, Length> tokens{};
    for (std::size_t at = 0; at < Length; ++at) tokens[at] = static_cast<Token>(at * 5 % 27);
    bench::measure(state, [&] { benchmark::DoNotOptimize(evaluator(tokens).data()); });
    bench::count_flops(state, forward_flops<ForSequence<names::Tree<27>, Tokens<27, 8>>, Tokens<27, Length>, Batch<1>>);
    bench::count_rate(state, "predictions/s", Length);
}
template <std::size_t Windows>
void tree_by_windows(benchmark::State& state) {
    using M = Model<names::Tree<27>, Tokens<27, 8>>;
    const auto model = make_model<names::Tree<27>, Tokens<27, 8>>();
    Evaluator<M, Batch<Windows>> evaluator{model};
    std::vector<Token> tokens(8 * Windows);
    for (std::size_t at = 0; at < tokens.size(); ++at) tokens[at] = static_cast<Token>((at / 8 + at % 8) * 5 % 27);
    bench::measure(state, [&] { benchmark::DoNotOptimize(evaluator(tokens).data()); });
    bench::count_flops(state, forward_flops<names::Tree<27>, Tokens<27, 8>, Batch<Windows>>);
    bench::count_rate(state, "predictions/s", Windows);
}

BENCHMARK(play<nam::A2<8>, 64, 256>)->Name("stream/a2-8/256");
BENCHMARK(play<nam::A2<8>, 64, 64>)->Name("stream/a2-8/64");
BENCHMARK(play<nam::A2<8>, 16, 16>)->Name("stream/a2-8/16");
BENCHMARK(play<nam::A2<8>, 1, 1>)->Name("stream/a2-8/1");
BENCHMARK(play<nam::A2<3>, 64, 64>)->Name("stream/a2-3/64");
BENCHMARK(play<nam::A2<3>, 16, 16>)->Name("stream/a2-3/16");
BENCHMARK(play<nam::A2<3>, 1, 1>)->Name("stream/a2-3/1");
BENCHMARK(play<nam::A1Standard, 64, 64>)->Name("stream/a1-standard/64");
BENCHMARK(play<nam::A1Standard, 16, 16>)->Name("stream/a1-standard/16");
BENCHMARK(play<nam::A1Standard, 1, 1>)->Name("stream/a1-standard/1");
BENCHMARK(play<TenConvolutions, 64, 64>)->Name("stream/ten-convolutions/64");
BENCHMARK(play<TenConvolutions, 1, 1>)->Name("stream/ten-convolutions/1");
BENCHMARK(prewarm<nam::A2<8>>)->Name("prewarm/a2-8");
BENCHMARK(wavenet_by_sample)->Name("stream/wavenet-20/1");
BENCHMARK(tree_by_character)->Name("stream/tree/1");
BENCHMARK(tree_by_sequence<256>)->Name("sequence/tree/256");
BENCHMARK(tree_by_windows<256>)->Name("windows/tree/256");
BENCHMARK(tree_by_windows<1>)->Name("windows/tree/1");

} // namespace

int main(int count, char** arguments) { return bench::run_measured(count, arguments); }
