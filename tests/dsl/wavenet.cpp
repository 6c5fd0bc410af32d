// SPDX-License-Identifier: BSL-1.0
//
// The nets of the literature: their sizes, what they depend on, and that they stream and train.
#include "tenon/dsl/nets/wavenet.hpp"

#include "tenon/tenon.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>
#include <type_traits>

using namespace tenon;

BOOST_AUTO_TEST_CASE(a_wavenet_is_as_large_as_its_paper_makes_it) {
    using Net = WaveNet<256, 32, 64, Joined<DilationsTo512, DilationsTo512>>;
    static_assert(std::is_same_v<Output<Net, Tokens<256, 100>>, Shape<100, 256>>);
    static_assert(receptive_field<Net, Tokens<256, 100>> == 2 * 1023 + 1);
    // A gate of two convolutions, a layer to the skips and one to the stream, which the last block does not have.
    constexpr std::size_t block = 2 * (2 * 32 * 32 + 32) + (32 * 64 + 64) + (32 * 32 + 32);
    static_assert(parameter_count<Net, Tokens<256, 100>> ==
                  256 * 32 + 20 * block - (32 * 32 + 32) + (64 * 64 + 64) + (64 * 256 + 256));
}

BOOST_AUTO_TEST_CASE(a_tcn_keeps_its_length) {
    using Net = Tcn<8, 3, DilationsOf<1, 2, 4>>;
    static_assert(std::is_same_v<Output<Net, Shape<50, 3>>, Shape<50, 8>>);
    static_assert(receptive_field<Net, Shape<50, 3>> == 1 + 2 * 2 * (1 + 2 + 4));
    static_assert(
        std::is_same_v<
            Tcn<8, 3, DilationsOf<1>, 0>,
            Sequential<Linear<8>, Sequential<Residual<Conv1d<8, 3, causal, Dilation{1}>, Relu, Dropout<Percent{0}>,
                                                      Conv1d<8, 3, causal, Dilation{1}>, Relu, Dropout<Percent{0}>>>>>);
}

BOOST_AUTO_TEST_CASE(a_wavenet_learns_a_melody_and_streams_it) {
    using Net = WaveNet<5, 8, 8, DilationsOf<1, 2, 4>>;
    Model<Net, Tokens<5, 24>> model{Generator{3}};
    Trainer<decltype(model), Batch<2>, Adam, CrossEntropyPerPosition> trainer{model};
    constexpr std::array<Token, 6> melody{0, 3, 1, 3, 4, 2};
    std::array<Token, 48> inputs{}, targets{};
    for (std::size_t at = 0; at < 48; ++at) {
        inputs[at] = melody[(at + at / 24) % 6];
        targets[at] = melody[(at + at / 24 + 1) % 6];
    }
    for (int step = 0; step < 300; ++step) trainer.step(inputs, targets, 0.01F);

    Streamer<decltype(model)> streamer{model};
    Token next = melody[0];
    for (std::size_t at = 0; at < 30; ++at) {
        if (at < 12) next = melody[at % 6]; // it listens first
        BOOST_TEST(next == melody[at % 6], "note " << at << " is " << next);
        const auto logits = streamer(std::array{next});
        next = static_cast<Token>(std::ranges::max_element(logits) - logits.begin());
    }
}
