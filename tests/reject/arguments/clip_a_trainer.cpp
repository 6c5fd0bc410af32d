// SPDX-License-Identifier: BSL-1.0
//
// A Trainer where its gradients should stand.
//
// says: clip_norm takes gradients, as trainer.gradients() gives them, and the largest norm, but gets Trainer<Model<Linear<2>, Shape<1>>, Batch<2>, MeanSquaredError>, double
// says clang 16: Refused<tenon::OtherArguments<tenon::detail::ClipNorm>, tenon::Trainer<tenon::Model<tenon::Linear<2>, tenon::Shape<1>, float, tenon::Heap>, tenon::Batch<2>, tenon::MeanSquaredError> &, double>
#include "tenon/dsl.hpp"
#include "tenon/loss/mean_squared_error.hpp"
#include "tenon/optim/clip.hpp"
#include "tenon/tenon.hpp"

using namespace tenon;

using M = Model<Linear<2>, Shape<1>>;
using T = Trainer<M, Batch<2>, MeanSquaredError>;

void limit(T& trainer) {
#ifdef CORRECTED
    clip_norm(trainer.gradients(), 1);
#else
    clip_norm(trainer, 1);
#endif
}
