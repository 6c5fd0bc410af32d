// SPDX-License-Identifier: BSL-1.0
//
// Positions joined where Flatten has already joined them all.
//
// says: layer 1, FlattenConsecutive<2>, takes two axes (positions, features) but layer 0, Flatten, gives Shape<192>
// says clang 16: Misfit<tenon::PlacedLayer<tenon::At<1>, tenon::FlattenConsecutive<2>>, tenon::TakesSequence, tenon::Gets<tenon::Shape<192>, tenon::PlacedLayer<tenon::At<0>, tenon::Flatten>>, tenon::Instead<>>
#include "tenon/dsl.hpp"

using namespace tenon;

#ifdef CORRECTED
using Net = Sequential<FlattenConsecutive<2>, Flatten>;
#else
using Net = Sequential<Flatten, FlattenConsecutive<2>>;
#endif

static_assert(judge<Verdict<Net, Shape<8, 24>>>());
