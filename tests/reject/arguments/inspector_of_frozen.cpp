// SPDX-License-Identifier: BSL-1.0
//
// An Inspector shows gradients, and a frozen layer has none.
//
// says: an Inspector shows the gradients of all layers, and a Frozen one has none: inspect the net without Frozen, whose tensors have the same names
// says clang 16: Refused<tenon::detail::FrozenHasNoGradient>
#include "tenon/inspector.hpp"
#include "tenon/tenon.hpp"

using namespace tenon;

#ifdef CORRECTED
using M = Model<Sequential<Linear<8>, Tanh, Linear<3>>, Shape<4>>;
#else
using M = Model<Sequential<Frozen<Linear<8>>, Tanh, Linear<3>>, Shape<4>>;
#endif

void look(const M& model) { Inspector<M, Batch<32>> inspector{model}; }
