// SPDX-License-Identifier: BSL-1.0
//
// A slope without its unit.
//
// says: layer 1, LeakyRelu<3>, is not a spelling tenon knows: write LeakyRelu<> or LeakyRelu<Percent{p}> with p from 0 to 100
// says clang 16: Misfit<tenon::PlacedLayer<tenon::At<1>, tenon::LeakyRelu<3>>, tenon::TakesSpelling<tenon::LeakyRelu<3>>, tenon::Gets<tenon::Shape<8, 24>, tenon::PlacedLayer<tenon::At<0>, tenon::Linear<24>>>, tenon::Instead<>>
#include "tenon/dsl.hpp"

using namespace tenon;

#ifdef CORRECTED
using Net = Sequential<Linear<24>, LeakyRelu<Percent{3}>>;
#else
using Net = Sequential<Linear<24>, LeakyRelu<3>>;
#endif

static_assert(judge<Verdict<Net, Shape<8, 24>>>());
