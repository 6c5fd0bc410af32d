// SPDX-License-Identifier: BSL-1.0
//
// A CollectSkips that nothing is collected from.
//
// says: layer 1, CollectSkips<>, is not a spelling tenon knows: write CollectSkips<layers...> with 1 layer or more
// says clang 16: Misfit<tenon::PlacedLayer<tenon::At<1>, tenon::CollectSkips<>>, tenon::TakesSpelling<tenon::CollectSkips<>>, tenon::Gets<tenon::Shape<8, 24>, tenon::PlacedLayer<tenon::At<0>, tenon::Linear<24>>>, tenon::Instead<>>
#include "tenon/dsl.hpp"

using namespace tenon;

#ifdef CORRECTED
using Net = Sequential<Linear<24>, CollectSkips<Linear<7>>>;
#else
using Net = Sequential<Linear<24>, CollectSkips<>>;
#endif

static_assert(judge<Verdict<Net, Shape<8, 24>>>());
