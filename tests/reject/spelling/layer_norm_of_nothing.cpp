// SPDX-License-Identifier: BSL-1.0
//
// A LayerNorm of no features.
//
// says: layer 1, LayerNorm<0>, is not a spelling tenon knows: write LayerNorm<> or LayerNorm<features> with at least 1 feature, then NormEpsilon{above 0} of at most nine digits or nothing
// says clang 16: Misfit<tenon::PlacedLayer<tenon::At<1>, tenon::LayerNorm<0>>, tenon::TakesSpelling<tenon::LayerNorm<0>>, tenon::Gets<tenon::Shape<8, 24>, tenon::PlacedLayer<tenon::At<0>, tenon::Linear<24>>>, tenon::Instead<>>
#include "tenon/dsl.hpp"

using namespace tenon;

#ifdef CORRECTED
using Net = Sequential<Linear<24>, LayerNorm<>>;
#else
using Net = Sequential<Linear<24>, LayerNorm<0>>;
#endif

static_assert(judge<Verdict<Net, Shape<8, 24>>>());
