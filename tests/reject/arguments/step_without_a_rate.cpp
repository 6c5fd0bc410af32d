// SPDX-License-Identifier: BSL-1.0
//
// A step that does not say how far.
//
// says: step takes the inputs of a batch, its targets and a rate, but gets a const std::vector<float>, a const std::vector<float>
// says clang 16: Refused<tenon::OtherArguments<tenon::detail::StepOfTrainer>, const std::vector<float, std::allocator<float>> &, const std::vector<float, std::allocator<float>> &>
#include "tenon/dsl.hpp"
#include "tenon/loss/mean_squared_error.hpp"
#include "tenon/tenon.hpp"

#include <vector>

using namespace tenon;

using M = Model<Linear<2>, Shape<1>>;
using T = Trainer<M, Batch<2>, MeanSquaredError>;

void learn(T& trainer, const std::vector<float>& inputs, const std::vector<float>& targets) {
#ifdef CORRECTED
    trainer.step(inputs, targets, 0.1F);
#else
    trainer.step(inputs, targets);
#endif
}
