// SPDX-License-Identifier: BSL-1.0
//
// A misfit behind a projection, which is counted as layer 0.
//
// says: layer 1.1.1, LayerNorm<24>, takes 24 features but layer 1.0, Residual<Projection<Linear<32>>, LayerNorm<24>, Linear<32>>, gives 32 (Shape<8, 32>): write LayerNorm<32> or LayerNorm<>
// says clang 16: Misfit<tenon::PlacedLayer<tenon::At<1, 1, 1>, tenon::LayerNorm<24>>, tenon::TakesFeatures<24>, tenon::Gets<tenon::Shape<8, 32>, tenon::PlacedLayer<tenon::At<1, 0>, tenon::Residual<tenon::Projection<tenon::Linear<32>>, tenon::LayerNorm<24>, tenon::Linear<32>>>>, tenon::Instead<tenon::LayerNorm<32>, tenon::LayerNorm<>>>
#include "tenon/dsl.hpp"

using namespace tenon;

#ifdef CORRECTED
using Net = Sequential<Embedding<24>, Repeat<2, Residual<Projection<Linear<32>>, LayerNorm<>, Linear<32>>>>;
#else
using Net = Sequential<Embedding<24>, Repeat<2, Residual<Projection<Linear<32>>, LayerNorm<24>, Linear<32>>>>;
#endif

static_assert(judge<Verdict<Net, Tokens<27, 8>>>());
