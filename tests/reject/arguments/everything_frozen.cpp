// SPDX-License-Identifier: BSL-1.0
//
// A net of which all is frozen has nothing to train.
//
// says: all layers of the net that could learn are Frozen: leave one of them without it
// says clang 16: Refused<tenon::detail::NothingLearns>
#include "tenon/tenon.hpp"

using namespace tenon;

#ifdef CORRECTED
using Net = Sequential<Frozen<Linear<8>>, Tanh, Linear<3>>;
#else
using Net = Sequential<Frozen<Linear<8>>, Tanh, Frozen<Linear<3>>>;
#endif
using M = Model<Net, Shape<4>>;

void train(M& model) { Trainer<M, Batch<32>> trainer{model}; }
