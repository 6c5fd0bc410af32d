// SPDX-License-Identifier: BSL-1.0
//
// A Residual whose layers give other features than they get.
//
// says: layer 1, Residual<Linear<32>, Tanh>, takes layers that give Shape<8, 24> but its last layer gives Shape<8, 32>: write Residual<Projection<Linear<32>>, Linear<32>, Tanh>
// says clang 16: Misfit<tenon::PlacedLayer<tenon::At<1>, tenon::Residual<tenon::Linear<32>, tenon::Tanh>>, tenon::TakesLayersThatGive<tenon::Shape<8, 24>>, tenon::Gets<tenon::Shape<8, 32>, tenon::ItsLastLayer>, tenon::Instead<tenon::Residual<tenon::Projection<tenon::Linear<32>>, tenon::Linear<32>, tenon::Tanh>>>
#include "tenon/dsl.hpp"

using namespace tenon;

#ifdef CORRECTED
using Net = Sequential<Embedding<24>, Residual<Projection<Linear<32>>, Linear<32>, Tanh>>;
#else
using Net = Sequential<Embedding<24>, Residual<Linear<32>, Tanh>>;
#endif

static_assert(judge<Verdict<Net, Tokens<27, 8>>>());
