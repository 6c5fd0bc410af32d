// SPDX-License-Identifier: BSL-1.0
//
// An Evaluator of a Trainer.
//
// says: a Trainer, Evaluator, Inspector, Sampler or Streamer takes the model whose type it names but gets another: write decltype(model)
// says clang 16: Refused<tenon::ModelOfAnotherType, tenon::Trainer<tenon::Model<tenon::Sequential<tenon::Linear<5>, tenon::Tanh, tenon::Linear<3>>, tenon::Shape<4>, float, tenon::Heap>, tenon::Batch<2>>>
#include "tenon/tenon.hpp"

using namespace tenon;

using Small = Model<Sequential<Linear<5>, Tanh, Linear<3>>, Shape<4>>;

void use([[maybe_unused]] Small& model, [[maybe_unused]] Trainer<Small, Batch<2>>& trainer) {
#ifdef CORRECTED
    Evaluator<Small, Batch<2>> evaluator{model};
#else
    Evaluator<Small, Batch<2>> evaluator{trainer};
#endif
}
