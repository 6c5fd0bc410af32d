// SPDX-License-Identifier: BSL-1.0
//
// A projection to another shape than that of the layers.
//
// says: layer 1, Residual<Projection<Linear<16>>, Linear<32>, Tanh>, takes layers that give Shape<8, 16>, as its projection does, but its last layer gives Shape<8, 32>
// says clang 16: Misfit<tenon::PlacedLayer<tenon::At<1>, tenon::Residual<tenon::Projection<tenon::Linear<16>>, tenon::Linear<32>, tenon::Tanh>>, tenon::TakesLayersLikeProjection<tenon::Shape<8, 16>>, tenon::Gets<tenon::Shape<8, 32>, tenon::ItsLastLayer>, tenon::Instead<>>
#include "tenon/dsl.hpp"

using namespace tenon;

#ifdef CORRECTED
using Net = Sequential<Embedding<24>, Residual<Projection<Linear<32>>, Linear<32>, Tanh>>;
#else
using Net = Sequential<Embedding<24>, Residual<Projection<Linear<16>>, Linear<32>, Tanh>>;
#endif

static_assert(judge<Verdict<Net, Tokens<27, 8>>>());
