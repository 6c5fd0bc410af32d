// SPDX-License-Identifier: BSL-1.0
//
// A Residual of a projection and no layers.
//
// says: layer 1, Residual<Projection<Linear<7>>>, is not a spelling tenon knows: write Residual<layers...> or Residual<Projection<P>, layers...> with 1 layer or more
// says clang 16: Misfit<tenon::PlacedLayer<tenon::At<1>, tenon::Residual<tenon::Projection<tenon::Linear<7>>>>, tenon::TakesSpelling<tenon::Residual<tenon::Projection<tenon::Linear<7>>>>, tenon::Gets<tenon::Shape<8, 24>, tenon::PlacedLayer<tenon::At<0>, tenon::Linear<24>>>, tenon::Instead<>>
#include "tenon/dsl.hpp"

using namespace tenon;

#ifdef CORRECTED
using Net = Sequential<Linear<24>, Residual<Projection<Linear<7>>, Linear<7>>>;
#else
using Net = Sequential<Linear<24>, Residual<Projection<Linear<7>>>>;
#endif

static_assert(judge<Verdict<Net, Shape<8, 24>>>());
