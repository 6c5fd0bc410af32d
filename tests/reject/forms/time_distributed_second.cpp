// SPDX-License-Identifier: BSL-1.0
//
// A layer of a TimeDistributed that is written for all positions together.
//
// says: layer 0.1, Linear<60, 7>, takes 60 features but layer 0.0, Flatten, gives 20 (Shape<20>): write Linear<20, 7> or Linear<7>
// says clang 16: Misfit<tenon::PlacedLayer<tenon::At<0, 1>, tenon::Linear<60, 7>>, tenon::TakesFeatures<60>, tenon::Gets<tenon::Shape<20>, tenon::PlacedLayer<tenon::At<0, 0>, tenon::Flatten>>, tenon::Instead<tenon::Linear<20, 7>, tenon::Linear<7>>>
#include "tenon/dsl.hpp"

using namespace tenon;

#ifdef CORRECTED
using Net = Sequential<TimeDistributed<Flatten, Linear<20, 7>>>;
#else
using Net = Sequential<TimeDistributed<Flatten, Linear<60, 7>>>;
#endif

static_assert(judge<Verdict<Net, Shape<3, 4, 5>>>());
