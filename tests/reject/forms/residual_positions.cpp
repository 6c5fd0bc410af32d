// SPDX-License-Identifier: BSL-1.0
//
// A Residual whose layers give fewer positions than they get, which no Linear makes good.
//
// says: layer 1, Residual<FlattenConsecutive<2>, Linear<24>>, takes layers that give Shape<8, 24> but its last layer gives Shape<4, 24>
// says clang 16: Misfit<tenon::PlacedLayer<tenon::At<1>, tenon::Residual<tenon::FlattenConsecutive<2>, tenon::Linear<24>>>, tenon::TakesLayersThatGive<tenon::Shape<8, 24>>, tenon::Gets<tenon::Shape<4, 24>, tenon::ItsLastLayer>, tenon::Instead<>>
#include "tenon/dsl.hpp"

using namespace tenon;

#ifdef CORRECTED
using Net = Sequential<Embedding<24>, Residual<Projection<FlattenConsecutive<2>>, FlattenConsecutive<2>, Linear<48>>>;
#else
using Net = Sequential<Embedding<24>, Residual<FlattenConsecutive<2>, Linear<24>>>;
#endif

static_assert(judge<Verdict<Net, Tokens<27, 8>>>());
