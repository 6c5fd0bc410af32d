// SPDX-License-Identifier: BSL-1.0
//
// A Linear that gives nothing.
//
// says: layer 1, Linear<0>, is not a spelling tenon knows: write Linear<out> or Linear<in, out> with sizes of at least 1, then any of no_bias, aligned_rows
// says clang 16: Misfit<tenon::PlacedLayer<tenon::At<1>, tenon::Linear<0>>, tenon::TakesSpelling<tenon::Linear<0>>, tenon::Gets<tenon::Shape<8, 24>, tenon::PlacedLayer<tenon::At<0>, tenon::Linear<24>>>, tenon::Instead<>>
#include "tenon/dsl.hpp"

using namespace tenon;

#ifdef CORRECTED
using Net = Sequential<Linear<24>, Linear<7>>;
#else
using Net = Sequential<Linear<24>, Linear<0>>;
#endif

static_assert(judge<Verdict<Net, Shape<8, 24>>>());
