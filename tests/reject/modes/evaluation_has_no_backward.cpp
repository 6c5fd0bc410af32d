// SPDX-License-Identifier: BSL-1.0
//
// Backward of an evaluation.
//
// says: an Evaluator takes a model as it is and has no backward: train with a Trainer<Model, Batch<n>>
// says clang 16: Refused<tenon::EvaluatorDoesNotTrain, std::span<const float, 18446744073709551615> &, std::span<const int, 18446744073709551615> &>
#include "tenon/tenon.hpp"

using namespace tenon;

using Net = Sequential<Linear<5>, Tanh, Linear<3>>;
using Small = Model<Net, Shape<4>>;

void train(Small& model, std::span<const float> inputs, std::span<const Token> targets) {
#ifdef CORRECTED
    Trainer<Small, Batch<2>> mode{model};
#else
    Evaluator<Small, Batch<2>> mode{model};
#endif
    mode.backward(inputs, targets);
}
