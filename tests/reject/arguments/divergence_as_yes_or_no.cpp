// SPDX-License-Identifier: BSL-1.0
//
// What is done about a divergence, as a yes.
//
// says: when_diverged takes what is done then, such as Divergence::skips, but gets bool
// says clang 16: Refused<tenon::OtherArguments<tenon::detail::WhenDiverged>, bool>
#include "tenon/dsl.hpp"
#include "tenon/loss/mean_squared_error.hpp"
#include "tenon/tenon.hpp"

using namespace tenon;

using M = Model<Linear<2>, Shape<1>>;
using T = Trainer<M, Batch<2>, MeanSquaredError>;

void choose(T& trainer) {
#ifdef CORRECTED
    trainer.when_diverged(Divergence::skips);
#else
    trainer.when_diverged(true);
#endif
}
