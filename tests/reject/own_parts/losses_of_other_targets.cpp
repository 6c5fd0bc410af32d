// SPDX-License-Identifier: BSL-1.0
//
// A sum of a loss on tokens and one on real numbers.
//
// says: a LossSum takes losses that compare with the same targets, but CrossEntropy and MeanSquaredError take targets of different kinds or numbers
// says clang 16: Refused<tenon::TargetsDiffer, tenon::CrossEntropy, tenon::MeanSquaredError>
#include "tenon/dsl.hpp"
#include "tenon/loss/loss_sum.hpp"
#include "tenon/loss/mean_absolute_error.hpp"
#include "tenon/loss/mean_squared_error.hpp"
#include "tenon/tenon.hpp"

using namespace tenon;

using Small = Model<Sequential<Linear<5>, Tanh, Linear<3>>, Shape<4>>;
#ifdef CORRECTED
using Loss = LossSum<MeanAbsoluteError, MeanSquaredError>;
#else
using Loss = LossSum<CrossEntropy, MeanSquaredError>;
#endif

void use(Small& model, const Loss& loss) { Trainer<Small, Batch<2>, Loss> trainer{model, loss}; }
