// SPDX-License-Identifier: BSL-1.0
//
// A stream in which each position becomes two.
//
// says: layer 1, Upsample<2>, gives several positions for one, and sequences and streams have one output for each position
// says clang 16: Refused<tenon::detail::NotOverSequences<tenon::PlacedLayer<tenon::At<1>, tenon::Upsample<2>>, tenon::detail::GivesSeveralPositions>>
#include "tenon/dsl.hpp"
#include "tenon/streamer.hpp"
#include "tenon/tenon.hpp"

using namespace tenon;

#ifdef CORRECTED
using Net = Sequential<Linear<4>>;
#else
using Net = Sequential<Linear<4>, Upsample<2>>;
#endif
using M = Model<Net, Shape<8, 1>>;

void use(const M& model) { const Streamer<M> streamer{model}; }
