// SPDX-License-Identifier: BSL-1.0
//
// A gate with a function of its own that does not fit.
//
// says: layer 1.2, LayerNorm<24>, takes 24 features but layer 1.0, Linear<32>, gives 32 (Shape<8, 32>): write LayerNorm<32> or LayerNorm<>
// says clang 16: Misfit<tenon::PlacedLayer<tenon::At<1, 2>, tenon::LayerNorm<24>>, tenon::TakesFeatures<24>, tenon::Gets<tenon::Shape<8, 32>, tenon::PlacedLayer<tenon::At<1, 0>, tenon::Linear<32>>>, tenon::Instead<tenon::LayerNorm<32>, tenon::LayerNorm<>>>
#include "tenon/dsl.hpp"

using namespace tenon;

#ifdef CORRECTED
using Net = Sequential<Embedding<24>, Gated<Linear<32>, Linear<32>, LayerNorm<32>, Sigmoid>>;
#else
using Net = Sequential<Embedding<24>, Gated<Linear<32>, Linear<32>, LayerNorm<24>, Sigmoid>>;
#endif

static_assert(judge<Verdict<Net, Tokens<27, 8>>>());
