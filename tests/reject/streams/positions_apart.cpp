// SPDX-License-Identifier: BSL-1.0
//
// A layer that has a row of weights for each position.
//
// says: layer 1, PositionEmbedding<>, treats positions differently, so its net runs neither over sequences of another length nor over a stream
// says clang 16: Refused<tenon::detail::NotOverSequences<tenon::PlacedLayer<tenon::At<1>, tenon::PositionEmbedding<>>, tenon::detail::TreatsPositionsDifferently>>
#include "tenon/dsl.hpp"
#include "tenon/streamer.hpp"
#include "tenon/tenon.hpp"

using namespace tenon;

#ifdef CORRECTED
using Net = Sequential<Embedding<4>, Linear<3>>;
#else
using Net = Sequential<Embedding<4>, PositionEmbedding<>, Linear<3>>;
#endif
using M = Model<Net, Tokens<9, 8>>;

void use(const M& model) { const Streamer<M> streamer{model}; }
