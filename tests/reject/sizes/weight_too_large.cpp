// SPDX-License-Identifier: BSL-1.0
//
// Sizes whose product has more bits than a size.
//
// says: layer 1, Linear<3000000000>, has more than 4294967295 numbers in an output or a tensor, which is more than tenon counts
// says clang 16: Misfit<tenon::PlacedLayer<tenon::At<1>, tenon::Linear<3000000000L>>, tenon::TakesCountableSizes, tenon::Gets<tenon::Shape<2000000000>, tenon::PlacedLayer<tenon::At<0>, tenon::Linear<2000000000>>>, tenon::Instead<>>
#include "tenon/dsl.hpp"

using namespace tenon;

#ifdef CORRECTED
using Net = Sequential<Linear<2000000000>, Linear<2>>;
#else
using Net = Sequential<Linear<2000000000>, Linear<3000000000>>;
#endif
static_assert(judge<Verdict<Net, Shape<2>>>());
