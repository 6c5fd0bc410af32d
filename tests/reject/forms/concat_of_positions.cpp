// SPDX-License-Identifier: BSL-1.0
//
// Branches put side by side that have other positions.
//
// says: layer 1, Parallel<Concat, Linear<16>, FlattenConsecutive<2>>, takes branches that differ from Shape<8, 16> in features alone but layer 1.1, FlattenConsecutive<2>, gives Shape<4, 48>
// says clang 16: Misfit<tenon::PlacedLayer<tenon::At<1>, tenon::Parallel<tenon::Concat, tenon::Linear<16>, tenon::FlattenConsecutive<2>>>, tenon::TakesAxesFromBranches<tenon::Shape<8, 16>>, tenon::Gets<tenon::Shape<4, 48>, tenon::PlacedLayer<tenon::At<1, 1>, tenon::FlattenConsecutive<2>>>, tenon::Instead<>>
#include "tenon/dsl.hpp"

using namespace tenon;

#ifdef CORRECTED
using Net = Sequential<Embedding<24>, Parallel<Concat, Linear<16>, Linear<48>>>;
#else
using Net = Sequential<Embedding<24>, Parallel<Concat, Linear<16>, FlattenConsecutive<2>>>;
#endif

static_assert(judge<Verdict<Net, Tokens<27, 8>>>());
