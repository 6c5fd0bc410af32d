// SPDX-License-Identifier: BSL-1.0
//
// A Residual in a TimeDistributed.
//
// says: layer 0.1, Residual<Linear<32>, Tanh, Linear<5>>, takes layers that give Shape<2, 10> but its last layer gives Shape<2, 5>: write Residual<Projection<Linear<5>>, Linear<32>, Tanh, Linear<5>>
// says clang 16: Misfit<tenon::PlacedLayer<tenon::At<0, 1>, tenon::Residual<tenon::Linear<32>, tenon::Tanh, tenon::Linear<5>>>, tenon::TakesLayersThatGive<tenon::Shape<2, 10>>, tenon::Gets<tenon::Shape<2, 5>, tenon::ItsLastLayer>, tenon::Instead<tenon::Residual<tenon::Projection<tenon::Linear<5>>, tenon::Linear<32>, tenon::Tanh, tenon::Linear<5>>>>
#include "tenon/dsl.hpp"

using namespace tenon;

#ifdef CORRECTED
using Net = Sequential<TimeDistributed<FlattenConsecutive<2>, Residual<Linear<32>, Tanh, Linear<10>>>>;
#else
using Net = Sequential<TimeDistributed<FlattenConsecutive<2>, Residual<Linear<32>, Tanh, Linear<5>>>>;
#endif

static_assert(judge<Verdict<Net, Shape<3, 4, 5>>>());
