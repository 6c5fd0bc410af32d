// SPDX-License-Identifier: BSL-1.0
//
// A Gated with a function too many.
//
// says: layer 1, Gated<Linear<7>, Linear<7>, Relu, Sigmoid, Tanh>, is not a spelling tenon knows: write Gated<A, B>, Gated<A, B, Value> or Gated<A, B, Value, Gate>
// says clang 16: Misfit<tenon::PlacedLayer<tenon::At<1>, tenon::Gated<tenon::Linear<7>, tenon::Linear<7>, tenon::Relu, tenon::Sigmoid, tenon::Tanh>>, tenon::TakesSpelling<tenon::Gated<tenon::Linear<7>, tenon::Linear<7>, tenon::Relu, tenon::Sigmoid, tenon::Tanh>>, tenon::Gets<tenon::Shape<8, 24>, tenon::PlacedLayer<tenon::At<0>, tenon::Linear<24>>>, tenon::Instead<>>
#include "tenon/dsl.hpp"

using namespace tenon;

#ifdef CORRECTED
using Net = Sequential<Linear<24>, Gated<Linear<7>, Linear<7>, Relu, Sigmoid>>;
#else
using Net = Sequential<Linear<24>, Gated<Linear<7>, Linear<7>, Relu, Sigmoid, Tanh>>;
#endif

static_assert(judge<Verdict<Net, Shape<8, 24>>>());
