// SPDX-License-Identifier: BSL-1.0
//
// An update that does not say how far.
//
// says: update takes a rate, but gets nothing
// says clang 16: Refused<tenon::OtherArguments<tenon::detail::UpdateOfTrainer>>
#include "tenon/dsl.hpp"
#include "tenon/loss/mean_squared_error.hpp"
#include "tenon/tenon.hpp"

using namespace tenon;

using M = Model<Linear<2>, Shape<1>>;
using T = Trainer<M, Batch<2>, MeanSquaredError>;

void learn(T& trainer) {
#ifdef CORRECTED
    trainer.update(0.1F);
#else
    trainer.update();
#endif
}
