// SPDX-License-Identifier: BSL-1.0
//
// A sum of no branches.
//
// says: layer 1, Parallel<Sum>, is not a spelling tenon knows: write Parallel<Sum, ...>, Parallel<Multiply, ...> or Parallel<Concat, ...> with 1 branch or more
// says clang 16: Misfit<tenon::PlacedLayer<tenon::At<1>, tenon::Parallel<tenon::Sum>>, tenon::TakesSpelling<tenon::Parallel<tenon::Sum>>, tenon::Gets<tenon::Shape<8, 24>, tenon::PlacedLayer<tenon::At<0>, tenon::Linear<24>>>, tenon::Instead<>>
#include "tenon/dsl.hpp"

using namespace tenon;

#ifdef CORRECTED
using Net = Sequential<Linear<24>, Parallel<Sum, Tanh>>;
#else
using Net = Sequential<Linear<24>, Parallel<Sum>>;
#endif

static_assert(judge<Verdict<Net, Shape<8, 24>>>());
