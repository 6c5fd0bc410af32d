// SPDX-License-Identifier: BSL-1.0
//
// A training is a Trainer's.
//
// says: fit takes a Trainer<Model, Batch<n>> first but gets Model<Linear<2>, Shape<1>>
// says clang 16: Refused<tenon::detail::NotATrainer<tenon::detail::Fit>, tenon::Model<tenon::Linear<2>, tenon::Shape<1>, float, tenon::Heap>>
#include "tenon/fit.hpp"
#include "tenon/tenon.hpp"

#include <vector>

using namespace tenon;

using M = Model<Linear<2>, Shape<1>>;

History trained(M& model, Trainer<M, Batch<2>>& trainer, Batches<Trainer<M, Batch<2>>>& batches, Generator& generator) {
#ifdef CORRECTED
    model = M{generator};
    return fit(trainer, batches, generator, 0.1F, {.epochs = 3});
#else
    (void)trainer;
    return fit(model, batches, generator, 0.1F, {.epochs = 3});
#endif
}
