// SPDX-License-Identifier: BSL-1.0
//
// An option in front of the size.
//
// says: layer 1, Linear<no_bias, 7>, is not a spelling tenon knows: write Linear<out> or Linear<in, out> with sizes of at least 1, then any of no_bias, aligned_rows
// says clang 16: Misfit<tenon::PlacedLayer<tenon::At<1>, tenon::Linear<tenon::no_bias, 7>>, tenon::TakesSpelling<tenon::Linear<tenon::no_bias, 7>>, tenon::Gets<tenon::Shape<8, 24>, tenon::PlacedLayer<tenon::At<0>, tenon::Linear<24>>>, tenon::Instead<>>
#include "tenon/dsl.hpp"

using namespace tenon;

#ifdef CORRECTED
using Net = Sequential<Linear<24>, Linear<7, no_bias>>;
#else
using Net = Sequential<Linear<24>, Linear<no_bias, 7>>;
#endif

static_assert(judge<Verdict<Net, Shape<8, 24>>>());
