// SPDX-License-Identifier: BSL-1.0
//
// A PositionEmbedding behind Flatten, where no positions are left.
//
// says: layer 2, PositionEmbedding<>, takes two axes (positions, features) but layer 1, Flatten, gives Shape<192>
// says clang 16: Misfit<tenon::PlacedLayer<tenon::At<2>, tenon::PositionEmbedding<>>, tenon::TakesSequence, tenon::Gets<tenon::Shape<192>, tenon::PlacedLayer<tenon::At<1>, tenon::Flatten>>, tenon::Instead<>>
#include "tenon/dsl.hpp"

using namespace tenon;

#ifdef CORRECTED
using Net = Sequential<Embedding<24>, PositionEmbedding<>, Flatten>;
#else
using Net = Sequential<Embedding<24>, Flatten, PositionEmbedding<>>;
#endif

static_assert(judge<Verdict<Net, Tokens<27, 8>>>());
