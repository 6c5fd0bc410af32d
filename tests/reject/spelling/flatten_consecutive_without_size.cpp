// SPDX-License-Identifier: BSL-1.0
//
// A FlattenConsecutive that is not told how many positions.
//
// says: layer 1, FlattenConsecutive<>, is not a spelling tenon knows: write FlattenConsecutive<n> with n of at least 1
// says clang 16: Misfit<tenon::PlacedLayer<tenon::At<1>, tenon::FlattenConsecutive<>>, tenon::TakesSpelling<tenon::FlattenConsecutive<>>, tenon::Gets<tenon::Shape<8, 24>, tenon::PlacedLayer<tenon::At<0>, tenon::Linear<24>>>, tenon::Instead<>>
#include "tenon/dsl.hpp"

using namespace tenon;

#ifdef CORRECTED
using Net = Sequential<Linear<24>, FlattenConsecutive<2>>;
#else
using Net = Sequential<Linear<24>, FlattenConsecutive<>>;
#endif

static_assert(judge<Verdict<Net, Shape<8, 24>>>());
