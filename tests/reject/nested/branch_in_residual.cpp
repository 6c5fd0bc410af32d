// SPDX-License-Identifier: BSL-1.0
//
// A misfit in a branch in a Residual.
//
// says: layer 1.1.1.1, Linear<16, 24>, takes 16 features but layer 1.1.1.0, Linear<32>, gives 32 (Shape<8, 32>): write Linear<32, 24> or Linear<24>
// says clang 16: Misfit<tenon::PlacedLayer<tenon::At<1, 1, 1, 1>, tenon::Linear<16, 24>>, tenon::TakesFeatures<16>, tenon::Gets<tenon::Shape<8, 32>, tenon::PlacedLayer<tenon::At<1, 1, 1, 0>, tenon::Linear<32>>>, tenon::Instead<tenon::Linear<32, 24>, tenon::Linear<24>>>
#include "tenon/dsl.hpp"

using namespace tenon;

#ifdef CORRECTED
using Net =
    Sequential<Embedding<24>, Residual<LayerNorm<>, Parallel<Sum, Linear<24>, Sequential<Linear<32>, Linear<32, 24>>>>>;
#else
using Net =
    Sequential<Embedding<24>, Residual<LayerNorm<>, Parallel<Sum, Linear<24>, Sequential<Linear<32>, Linear<16, 24>>>>>;
#endif

static_assert(judge<Verdict<Net, Tokens<27, 8>>>());
