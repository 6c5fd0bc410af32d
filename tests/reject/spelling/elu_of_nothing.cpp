// SPDX-License-Identifier: BSL-1.0
//
// An Elu whose alpha is 0.
//
// says: layer 1, Elu<Percent{0}>, is not a spelling tenon knows: write Elu<> or Elu<Percent{p}> with p from 1 to 1000
// says clang 16: Misfit<tenon::PlacedLayer<tenon::At<1>, tenon::Elu<tenon::Percent{0}>>, tenon::TakesSpelling<tenon::Elu<tenon::Percent{0}>>, tenon::Gets<tenon::Shape<8, 24>, tenon::PlacedLayer<tenon::At<0>, tenon::Linear<24>>>, tenon::Instead<>>
#include "tenon/dsl.hpp"

using namespace tenon;

#ifdef CORRECTED
using Net = Sequential<Linear<24>, Elu<Percent{50}>>;
#else
using Net = Sequential<Linear<24>, Elu<Percent{0}>>;
#endif

static_assert(judge<Verdict<Net, Shape<8, 24>>>());
