// SPDX-License-Identifier: BSL-1.0
//
// Each position no times.
//
// says: Upsample<0> is not a spelling tenon knows: write Upsample<factor> with a factor of at least 1
// says clang 16: Misfit<tenon::PlacedLayer<tenon::At<>, tenon::Upsample<0>>, tenon::TakesSpelling<tenon::Upsample<0>>, tenon::Gets<tenon::Shape<8, 5>, tenon::NetInput>, tenon::Instead<>>
#include "tenon/dsl.hpp"

using namespace tenon;

#ifdef CORRECTED
using Net = Upsample<2>;
#else
using Net = Upsample<0>;
#endif

static_assert(judge<Verdict<Net, Shape<8, 5>>>());
