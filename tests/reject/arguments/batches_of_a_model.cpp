// SPDX-License-Identifier: BSL-1.0
//
// Batches ask a Trainer how many examples it takes.
//
// says: Batches takes a Trainer<Model, Batch<n>> first but gets Model<Linear<2>, Shape<1>>
// says clang 16: Refused<tenon::detail::NotATrainer<tenon::Batches<void>>, tenon::Model<tenon::Linear<2>, tenon::Shape<1>, float, tenon::Heap>>
#include "tenon/data/batches.hpp"
#include "tenon/tenon.hpp"

#include <vector>

using namespace tenon;

using M = Model<Linear<2>, Shape<1>>;

bool trained(M& model, const std::vector<float>& inputs, const std::vector<Token>& targets) {
#ifdef CORRECTED
    Trainer<M, Batch<2>> trainer{model};
    Batches batches{trainer, inputs, targets};
#else
    Batches batches{model, inputs, targets};
#endif
    return batches.next();
}
