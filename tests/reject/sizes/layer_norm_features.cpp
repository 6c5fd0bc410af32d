// SPDX-License-Identifier: BSL-1.0
//
// A LayerNorm over the features of another layer.
//
// says: layer 1, LayerNorm<24>, takes 24 features but layer 0, Linear<64>, gives 64 (Shape<8, 64>): write LayerNorm<64> or LayerNorm<>
// says clang 16: Misfit<tenon::PlacedLayer<tenon::At<1>, tenon::LayerNorm<24>>, tenon::TakesFeatures<24>, tenon::Gets<tenon::Shape<8, 64>, tenon::PlacedLayer<tenon::At<0>, tenon::Linear<64>>>, tenon::Instead<tenon::LayerNorm<64>, tenon::LayerNorm<>>>
#include "tenon/dsl.hpp"

using namespace tenon;

#ifdef CORRECTED
using Net = Sequential<Linear<64>, LayerNorm<64>>;
#else
using Net = Sequential<Linear<64>, LayerNorm<24>>;
#endif

static_assert(judge<Verdict<Net, Shape<8, 24>>>());
