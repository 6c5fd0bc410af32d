// SPDX-License-Identifier: BSL-1.0
//
// A mean over positions where there are none.
//
// says: layer 1, GlobalAvgPool, takes two axes (positions, features) but layer 0, Flatten, gives Shape<40>
// says clang 16: Misfit<tenon::PlacedLayer<tenon::At<1>, tenon::GlobalAvgPool>, tenon::TakesSequence, tenon::Gets<tenon::Shape<40>, tenon::PlacedLayer<tenon::At<0>, tenon::Flatten>>, tenon::Instead<>>
#include "tenon/dsl.hpp"

using namespace tenon;

#ifdef CORRECTED
using Net = Sequential<GlobalAvgPool>;
#else
using Net = Sequential<Flatten, GlobalAvgPool>;
#endif

static_assert(judge<Verdict<Net, Shape<8, 5>>>());
