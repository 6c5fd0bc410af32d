// SPDX-License-Identifier: BSL-1.0
//
// A table of positions with fewer rows than there are positions.
//
// says: layer 1, PositionEmbedding<4>, takes at most 4 positions but layer 0, Embedding<24>, gives 8 (Shape<8, 24>): write PositionEmbedding<8> or PositionEmbedding<>
// says clang 16: Misfit<tenon::PlacedLayer<tenon::At<1>, tenon::PositionEmbedding<4>>, tenon::TakesPositionsUpTo<4>, tenon::Gets<tenon::Shape<8, 24>, tenon::PlacedLayer<tenon::At<0>, tenon::Embedding<24>>>, tenon::Instead<tenon::PositionEmbedding<8>, tenon::PositionEmbedding<>>>
#include "tenon/dsl.hpp"

using namespace tenon;

#ifdef CORRECTED
using Net = Sequential<Embedding<24>, PositionEmbedding<16>>;
#else
using Net = Sequential<Embedding<24>, PositionEmbedding<4>>;
#endif

static_assert(judge<Verdict<Net, Tokens<27, 8>>>());
