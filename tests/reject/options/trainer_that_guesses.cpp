// SPDX-License-Identifier: BSL-1.0
//
// A Trainer whose type is left to be guessed.
//
// says: a Trainer needs to know how many examples it takes at once: write Trainer<Model, Batch<32>>
// says clang 16: Refused<tenon::NoBatch<tenon::detail::ATrainer>>
#include "tenon/dsl.hpp"
#include "tenon/tenon.hpp"

using namespace tenon;

using M = Model<Linear<2>, Shape<1>>;

void train(M& model) {
#ifdef CORRECTED
    const Trainer<M, Batch<32>> trainer{model};
#else
    const Trainer trainer{model};
#endif
}
