// SPDX-License-Identifier: BSL-1.0
//
// A frozen layer behind one that learns would have to hand it a gradient.
//
// says: a Frozen layer stands behind layers that learn, which need its gradient: freeze layers from the front on
// says clang 16: Refused<tenon::detail::FrozenBehindLearned>
#include "tenon/tenon.hpp"

using namespace tenon;

#ifdef CORRECTED
using Net = Sequential<Frozen<Linear<8>>, Tanh, Frozen<Linear<8>>, Tanh, Linear<3>>;
#else
using Net = Sequential<Linear<8>, Tanh, Frozen<Linear<8>>, Tanh, Linear<3>>;
#endif
using M = Model<Net, Shape<4>>;

void train(M& model) { Trainer<M, Batch<32>> trainer{model}; }
