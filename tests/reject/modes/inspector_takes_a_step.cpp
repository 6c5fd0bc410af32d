// SPDX-License-Identifier: BSL-1.0
//
// An Inspector that is to train.
//
// says: an Inspector takes a model as it is and moves no parameter: train with a Trainer<Model, Batch<n>>
// says clang 16: Refused<tenon::InspectorDoesNotTrain
#include "tenon/inspector.hpp"
#include "tenon/tenon.hpp"

using namespace tenon;

using Small = Model<Sequential<Embedding<5>, Flatten, Linear<3>>, Tokens<4, 2>>;

void use(Small& model) {
    Inspector<Small, Batch<2>> mode{model};
#ifdef CORRECTED
    (void)mode.gradients();
#else
    mode.update(0.1F);
#endif
}
