// SPDX-License-Identifier: BSL-1.0
//
// Pooling that leaves out the last two of eight positions.
//
// says: layer 1, MaxPool1d<3>, leaves out what is behind its last window, where a sequence has its newest position: choose a kernel and a Stride with which the last window ends where the input does
// says clang 16: Refused<tenon::detail::NotOverSequences<tenon::PlacedLayer<tenon::At<1>, tenon::MaxPool1d<3>>, tenon::detail::LeavesOutTheEnd>>
#include "tenon/dsl.hpp"
#include "tenon/rewrite/for_sequence.hpp"
#include "tenon/tenon.hpp"

using namespace tenon;

#ifdef CORRECTED
using Net = Sequential<Embedding<8>, MaxPool1d<4>, Flatten, Linear<27>>;
#else
using Net = Sequential<Embedding<8>, MaxPool1d<3>, Flatten, Linear<27>>;
#endif
using M = Model<Net, Tokens<27, 8>>;

auto use(const M& model) { return for_sequence<64>(model); }
