// SPDX-License-Identifier: BSL-1.0
//
// A checkpoint is a Trainer's: a model alone is stored by stored_tensors.
//
// says: checkpoint takes a Trainer<Model, Batch<n>> first but gets Model<Sequential<Linear<5>, Tanh, Linear<3>>, Shape<4>>
// says clang 16: Refused<tenon::detail::NotATrainer<tenon::detail::Checkpoint>, tenon::Model<tenon::Sequential<tenon::Linear<5>, tenon::Tanh, tenon::Linear<3>>, tenon::Shape<4>, float, tenon::Heap>>
#include "tenon/io/checkpoint.hpp"

using namespace tenon;

using M = Model<Sequential<Linear<5>, Tanh, Linear<3>>, Shape<4>>;

auto stored(M& model) {
#ifdef CORRECTED
    return stored_tensors(model);
#else
    return checkpoint(model);
#endif
}
