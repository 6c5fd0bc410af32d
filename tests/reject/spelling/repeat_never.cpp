// SPDX-License-Identifier: BSL-1.0
//
// Layers repeated no times.
//
// says: layer 1, Repeat<0, Linear<7>>, is not a spelling tenon knows: write Repeat<n, layers...> with n from 1 to 1024 and 1 layer or more
// says clang 16: Misfit<tenon::PlacedLayer<tenon::At<1>, tenon::Repeat<0, tenon::Linear<7>>>, tenon::TakesSpelling<tenon::Repeat<0, tenon::Linear<7>>>, tenon::Gets<tenon::Shape<8, 24>, tenon::PlacedLayer<tenon::At<0>, tenon::Linear<24>>>, tenon::Instead<>>
#include "tenon/dsl.hpp"

using namespace tenon;

#ifdef CORRECTED
using Net = Sequential<Linear<24>, Repeat<1, Linear<7>>>;
#else
using Net = Sequential<Linear<24>, Repeat<0, Linear<7>>>;
#endif

static_assert(judge<Verdict<Net, Shape<8, 24>>>());
