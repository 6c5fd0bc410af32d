// SPDX-License-Identifier: BSL-1.0
//
// A Trainer that is given a model of another type.
//
// says: a Trainer, Evaluator, Inspector, Sampler or Streamer takes the model whose type it names but gets another: write decltype(model)
// says clang 16: Refused<tenon::ModelOfAnotherType, tenon::Model<tenon::Sequential<tenon::Linear<3>>, tenon::Shape<4>, float, tenon::Heap>>
#include "tenon/tenon.hpp"

using namespace tenon;

using Net = Sequential<Linear<5>, Tanh, Linear<3>>;
using Small = Model<Net, Shape<4>>;

void train() {
    Model<Sequential<Linear<3>>, Shape<4>> model;
#ifdef CORRECTED
    Trainer<decltype(model), Batch<2>> trainer{model};
#else
    Trainer<Small, Batch<2>> trainer{model};
#endif
}
