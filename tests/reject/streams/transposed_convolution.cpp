// SPDX-License-Identifier: BSL-1.0
//
// A window that is made shorter and long again.
//
// says: layer 2, ConvTranspose1d<4, 4, Stride{2}, causal>, gives several positions for one, and sequences and streams have one output for each position
// says clang 16: Refused<tenon::detail::NotOverSequences<tenon::PlacedLayer<tenon::At<2>, tenon::ConvTranspose1d<4, 4, tenon::Stride{2}, tenon::causal>>, tenon::detail::GivesSeveralPositions>>
#include "tenon/dsl.hpp"
#include "tenon/rewrite/for_sequence.hpp"
#include "tenon/tenon.hpp"

using namespace tenon;

#ifdef CORRECTED
using Net = Sequential<Embedding<8>, MaxPool1d<2>, Conv1d<4, 2>>;
#else
using Net = Sequential<Embedding<8>, MaxPool1d<2>, ConvTranspose1d<4, 4, Stride{2}, causal>>;
#endif
using M = Model<Net, Tokens<27, 8>>;

auto use(const M& model) { return for_sequence<64>(model); }
