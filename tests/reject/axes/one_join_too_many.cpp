// SPDX-License-Identifier: BSL-1.0
//
// Eight positions joined by two four times: the axis of the last one goes away.
//
// says: layer 4, FlattenConsecutive<2>, takes two axes (positions, features) but layer 3, FlattenConsecutive<2>, gives Shape<192>
// says clang 16: Misfit<tenon::PlacedLayer<tenon::At<4>, tenon::FlattenConsecutive<2>>, tenon::TakesSequence, tenon::Gets<tenon::Shape<192>, tenon::PlacedLayer<tenon::At<3>, tenon::FlattenConsecutive<2>>>, tenon::Instead<>>
#include "tenon/dsl.hpp"

using namespace tenon;

#ifdef CORRECTED
using Net = Sequential<Embedding<24>, FlattenConsecutive<2>, FlattenConsecutive<2>, FlattenConsecutive<2>, Linear<27>>;
#else
using Net = Sequential<Embedding<24>, FlattenConsecutive<2>, FlattenConsecutive<2>, FlattenConsecutive<2>,
                       FlattenConsecutive<2>>;
#endif

static_assert(judge<Verdict<Net, Tokens<27, 8>>>());
