// SPDX-License-Identifier: BSL-1.0
//
// Eight positions in groups of three, found with the language alone.
//
// says: layer 1, FlattenConsecutive<3>, takes positions in groups of 3 but layer 0, Embedding<24>, gives 8 (Shape<8, 24>)
// says clang 16: Misfit<tenon::PlacedLayer<tenon::At<1>, tenon::FlattenConsecutive<3>>, tenon::TakesPositionsDivisibleBy<3>, tenon::Gets<tenon::Shape<8, 24>, tenon::PlacedLayer<tenon::At<0>, tenon::Embedding<24>>>, tenon::Instead<tenon::FlattenConsecutive<2>, tenon::FlattenConsecutive<4>>>
#include "tenon/dsl.hpp"

using namespace tenon;

#ifdef CORRECTED
using Net = Sequential<Embedding<24>, FlattenConsecutive<2>, Linear<27>>;
#else
using Net = Sequential<Embedding<24>, FlattenConsecutive<3>, Linear<27>>;
#endif

static_assert(judge<Verdict<Net, Tokens<27, 8>>>());
