// SPDX-License-Identifier: BSL-1.0
//
// A number of threads where those themselves should stand.
//
// says: use takes a team that outlives the Trainer, such as Threads team{2}, but gets int
// says clang 16: Refused<tenon::OtherArguments<tenon::detail::UseOfTrainer>, int>
#include "tenon/dsl.hpp"
#include "tenon/loss/mean_squared_error.hpp"
#include "tenon/tenon.hpp"
#include "tenon/threads.hpp"

using namespace tenon;

using M = Model<Linear<2>, Shape<1>>;
using T = Trainer<M, Batch<2>, MeanSquaredError>;

void share(T& trainer, Threads& team) {
#ifdef CORRECTED
    trainer.use(team);
#else
    trainer.use(2);
    static_cast<void>(team);
#endif
}
