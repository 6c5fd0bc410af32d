// SPDX-License-Identifier: BSL-1.0
//
// Positions joined where there are two axes of them.
//
// says: FlattenConsecutive<2> takes two axes (positions, features) but the input gives Shape<3, 8, 24>
// says clang 16: Misfit<tenon::PlacedLayer<tenon::At<>, tenon::FlattenConsecutive<2>>, tenon::TakesSequence, tenon::Gets<tenon::Shape<3, 8, 24>, tenon::NetInput>, tenon::Instead<>>
#include "tenon/dsl.hpp"

using namespace tenon;

#ifdef CORRECTED
using Net = TimeDistributed<FlattenConsecutive<2>>;
#else
using Net = FlattenConsecutive<2>;
#endif

static_assert(judge<Verdict<Net, Shape<3, 8, 24>>>());
