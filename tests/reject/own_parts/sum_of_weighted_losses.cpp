// SPDX-License-Identifier: BSL-1.0
//
// A sum with a loss that divides by weights of its own.
//
// says: a LossSum takes losses in which all examples count the same, but in WeightedCrossEntropy they count differently
// says clang 16: Refused<tenon::WeighsExamples, tenon::WeightedCrossEntropy>
#include "tenon/dsl.hpp"
#include "tenon/loss/loss_sum.hpp"
#include "tenon/loss/weighted_cross_entropy.hpp"
#include "tenon/tenon.hpp"

using namespace tenon;

using Small = Model<Sequential<Linear<5>, Tanh, Linear<3>>, Shape<4>>;
#ifdef CORRECTED
using Loss = LossSum<CrossEntropy>;
#else
using Loss = LossSum<CrossEntropy, WeightedCrossEntropy>;
#endif

void use(Small& model, const Loss& loss) { Trainer<Small, Batch<2>, Loss> trainer{model, loss}; }
