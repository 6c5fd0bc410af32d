// SPDX-License-Identifier: BSL-1.0
//
// A training step of an Evaluator.
//
// says: an Evaluator takes a model as it is and has no backward: train with a Trainer<Model, Batch<n>>
// says clang 16: Refused<tenon::EvaluatorDoesNotTrain, std::span<const float, 18446744073709551615> &, std::span<const int, 18446744073709551615> &, float>
#include "tenon/tenon.hpp"

using namespace tenon;

using Net = Sequential<Linear<5>, Tanh, Linear<3>>;
using Small = Model<Net, Shape<4>>;

void train(Small& model, std::span<const float> inputs, std::span<const Token> targets) {
#ifdef CORRECTED
    Trainer<Small, Batch<2>> trainer{model};
    trainer.step(inputs, targets, 0.1F);
#else
    Evaluator<Small, Batch<2>> evaluator{model};
    evaluator.step(inputs, targets, 0.1F);
#endif
}
