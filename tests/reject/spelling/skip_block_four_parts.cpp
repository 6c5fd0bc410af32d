// SPDX-License-Identifier: BSL-1.0
//
// A SkipBlock with a list of layers instead of a Body.
//
// says: layer 1.0, SkipBlock<Tanh, Linear<8>, Linear<7>, Linear<24>>, is not a spelling tenon knows: write SkipBlock<Body, Skip> or SkipBlock<Body, Skip, Next>
// says clang 16: Misfit<tenon::PlacedLayer<tenon::At<1, 0>, tenon::SkipBlock<tenon::Tanh, tenon::Linear<8>, tenon::Linear<7>, tenon::Linear<24>>>, tenon::TakesSpelling<tenon::SkipBlock<tenon::Tanh, tenon::Linear<8>, tenon::Linear<7>, tenon::Linear<24>>>, tenon::Gets<tenon::Shape<8, 24>, tenon::PlacedLayer<tenon::At<0>, tenon::Linear<24>>>, tenon::Instead<>>
#include "tenon/dsl.hpp"

using namespace tenon;

#ifdef CORRECTED
using Net = Sequential<Linear<24>, CollectSkips<SkipBlock<Sequential<Tanh, Linear<8>>, Linear<7>, Linear<24>>>>;
#else
using Net = Sequential<Linear<24>, CollectSkips<SkipBlock<Tanh, Linear<8>, Linear<7>, Linear<24>>>>;
#endif

static_assert(judge<Verdict<Net, Shape<8, 24>>>());
