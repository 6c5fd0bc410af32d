// SPDX-License-Identifier: BSL-1.0
//
// A projection that is not the first word of its Residual.
//
// says: layer 1.1, Projection<Linear<7>>, is not a layer: a layer has check<In>() and Joint<In>
// says clang 16: Misfit<tenon::PlacedLayer<tenon::At<1, 1>, tenon::Projection<tenon::Linear<7>>>, tenon::TakesToBeALayer, tenon::Gets<tenon::Shape<8, 7>, tenon::PlacedLayer<tenon::At<1, 0>, tenon::Linear<7>>>, tenon::Instead<>>
#include "tenon/dsl.hpp"

using namespace tenon;

#ifdef CORRECTED
using Net = Sequential<Linear<24>, Residual<Projection<Linear<7>>, Linear<7>>>;
#else
using Net = Sequential<Linear<24>, Residual<Linear<7>, Projection<Linear<7>>>>;
#endif

static_assert(judge<Verdict<Net, Shape<8, 24>>>());
