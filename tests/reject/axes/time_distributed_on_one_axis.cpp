// SPDX-License-Identifier: BSL-1.0
//
// A TimeDistributed without positions.
//
// says: layer 1, TimeDistributed<Linear<7>>, takes two axes or more (positions, ...) but layer 0, Flatten, gives Shape<12>
// says clang 16: Misfit<tenon::PlacedLayer<tenon::At<1>, tenon::TimeDistributed<tenon::Linear<7>>>, tenon::TakesPositions, tenon::Gets<tenon::Shape<12>, tenon::PlacedLayer<tenon::At<0>, tenon::Flatten>>, tenon::Instead<>>
#include "tenon/dsl.hpp"

using namespace tenon;

#ifdef CORRECTED
using Net = Sequential<TimeDistributed<Linear<7>>, Flatten>;
#else
using Net = Sequential<Flatten, TimeDistributed<Linear<7>>>;
#endif

static_assert(judge<Verdict<Net, Shape<3, 4>>>());
