// SPDX-License-Identifier: BSL-1.0
//
// Branches without a word on how they become one.
//
// says: layer 1, Parallel<Tanh, Relu>, is not a spelling tenon knows: write Parallel<Sum, ...>, Parallel<Multiply, ...> or Parallel<Concat, ...> with 1 branch or more
// says clang 16: Misfit<tenon::PlacedLayer<tenon::At<1>, tenon::Parallel<tenon::Tanh, tenon::Relu>>, tenon::TakesSpelling<tenon::Parallel<tenon::Tanh, tenon::Relu>>, tenon::Gets<tenon::Shape<8, 24>, tenon::PlacedLayer<tenon::At<0>, tenon::Linear<24>>>, tenon::Instead<>>
#include "tenon/dsl.hpp"

using namespace tenon;

#ifdef CORRECTED
using Net = Sequential<Linear<24>, Parallel<Sum, Tanh, Relu>>;
#else
using Net = Sequential<Linear<24>, Parallel<Tanh, Relu>>;
#endif

static_assert(judge<Verdict<Net, Shape<8, 24>>>());
