// SPDX-License-Identifier: BSL-1.0
//
// Streams in a function that must not wait: under the realtime sanitizer a call that takes memory, a lock or the system
// ends the program. With TENON_TEST_WAITS one does.
#include <tenon/dsl/nam/known.hpp>
#include <tenon/dsl/nets/wavenet.hpp>
#include <tenon/nam/amp.hpp>
#include <tenon/tenon.hpp>

#include <array>
#include <cstddef>
#include <cstdio>
#include <span>
#include <vector>

namespace {

using namespace tenon;

using Filter =
    Sequential<Conv1d<8, 3, causal>, Tanh, Conv1d<8, 2, causal, Dilation{4}, Groups{2}>, LeakyRelu<>, Linear<1>>;
using Tree = Sequential<Embedding<24>, FlattenConsecutive<2>, Linear<32>, BatchNorm1d<>, Tanh, FlattenConsecutive<2>,
                        Linear<27>>;
using Speech = WaveNet<256, 16, 24, DilationsOf<1, 2, 4, 8>>;

template <class S>
void play(S& streamer, std::span<float> samples) [[clang::nonblocking]] {
    streamer.process(samples, samples);
}
template <class S>
float speak(S& streamer, Token token) [[clang::nonblocking]] {
#ifdef TENON_TEST_WAITS
    std::vector<float> copied(static_cast<std::size_t>(token) + 100);
    return copied[1] + streamer(std::array{token})[0];
#else
    return streamer(std::array{token})[0];
#endif
}
template <class S>
void begin_again(S& streamer) [[clang::nonblocking]] {
    streamer.reset();
    streamer.prewarm();
}

template <class Net, class In, class... Options>
float stream_samples() {
    Model<Net, In> model{Generator{1}};
    Streamer<decltype(model), Options...> streamer{model};
    std::vector<float> samples(1000, 0.25F);
    play(streamer, samples);
    begin_again(streamer);
    play(streamer, std::span(samples).first(37));
    return samples[36];
}
template <class Net, class In>
float stream_tokens() {
    Model<Net, In> model{Generator{1}};
    Streamer<decltype(model)> streamer{model};
    float sum = 0;
    for (Token token = 0; token < 20; ++token) sum += speak(streamer, token);
    return sum;
}

} // namespace

int main(int count, char** arguments) {
    float sum = stream_tokens<Tree, Tokens<27, 4>>();
#ifndef TENON_TEST_WAITS
    sum += stream_tokens<Speech, Tokens<256, 64>>();
    sum += stream_samples<Filter, Shape<64, 1>>() + stream_samples<Filter, Shape<64, 1>, Frames<64>>();
    sum += stream_samples<nam::A1Nano, Shape<64, 1>>();
    nam::AmpOf<nam::A1Nano> amp{nam::read(arguments[count - 1])};
    std::vector<float> samples(500, 0.1F);
    play(amp, samples);
    sum += samples.back();
#endif
    std::printf("%g\n", static_cast<double>(sum));
    return 0;
}
