// SPDX-License-Identifier: BSL-1.0
//
// A Dropout that is not told how much.
//
// says: layer 1, Dropout<>, is not a spelling tenon knows: write Dropout<Percent{p}> with p from 0 to 99
// says clang 16: Misfit<tenon::PlacedLayer<tenon::At<1>, tenon::Dropout<>>, tenon::TakesSpelling<tenon::Dropout<>>, tenon::Gets<tenon::Shape<8, 24>, tenon::PlacedLayer<tenon::At<0>, tenon::Linear<24>>>, tenon::Instead<>>
#include "tenon/dsl.hpp"

using namespace tenon;

#ifdef CORRECTED
using Net = Sequential<Linear<24>, Dropout<Percent{20}>>;
#else
using Net = Sequential<Linear<24>, Dropout<>>;
#endif

static_assert(judge<Verdict<Net, Shape<8, 24>>>());
