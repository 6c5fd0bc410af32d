// SPDX-License-Identifier: BSL-1.0
//
// The first layer of a TimeDistributed, which gets one position.
//
// says: layer 0, Linear<3, 7>, takes 3 features but each position gives 5 (Shape<5>): write Linear<5, 7> or Linear<7>
// says clang 16: Misfit<tenon::PlacedLayer<tenon::At<0>, tenon::Linear<3, 7>>, tenon::TakesFeatures<3>, tenon::Gets<tenon::Shape<5>, tenon::EachPosition>, tenon::Instead<tenon::Linear<5, 7>, tenon::Linear<7>>>
#include "tenon/dsl.hpp"

using namespace tenon;

#ifdef CORRECTED
using Net = TimeDistributed<Linear<5, 7>>;
#else
using Net = TimeDistributed<Linear<3, 7>>;
#endif

static_assert(judge<Verdict<Net, Shape<3, 5>>>());
