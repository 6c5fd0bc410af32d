// SPDX-License-Identifier: BSL-1.0
//
// The features of a PositionEmbedding, which follow from the input.
//
// says: layer 1, PositionEmbedding<8, 24>, is not a spelling tenon knows: write PositionEmbedding<> or PositionEmbedding<positions> with at least 1 position
// says clang 16: Misfit<tenon::PlacedLayer<tenon::At<1>, tenon::PositionEmbedding<8, 24>>, tenon::TakesSpelling<tenon::PositionEmbedding<8, 24>>, tenon::Gets<tenon::Shape<8, 24>, tenon::PlacedLayer<tenon::At<0>, tenon::Linear<24>>>, tenon::Instead<>>
#include "tenon/dsl.hpp"

using namespace tenon;

#ifdef CORRECTED
using Net = Sequential<Linear<24>, PositionEmbedding<8>>;
#else
using Net = Sequential<Linear<24>, PositionEmbedding<8, 24>>;
#endif

static_assert(judge<Verdict<Net, Shape<8, 24>>>());
