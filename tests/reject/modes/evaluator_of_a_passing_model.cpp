// SPDX-License-Identifier: BSL-1.0
//
// An Evaluator that would outlive its model.
//
// says: a Trainer, Evaluator, Inspector, Sampler or Streamer refers to its model but gets a temporary, which ends with this line: give the model a name
// says clang 16: Refused<tenon::ModelThatEndsHere, tenon::Model<tenon::Sequential<tenon::Linear<5>, tenon::Tanh, tenon::Linear<3>>, tenon::Shape<4>, float, tenon::Heap>>
#include "tenon/tenon.hpp"

using namespace tenon;

using Net = Sequential<Linear<5>, Tanh, Linear<3>>;
using Small = Model<Net, Shape<4>>;

void evaluate() {
#ifdef CORRECTED
    const Small model;
    Evaluator<Small, Batch<2>> evaluator{model};
#else
    Evaluator<Small, Batch<2>> evaluator{Small{}};
#endif
}
