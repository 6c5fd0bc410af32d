// SPDX-License-Identifier: BSL-1.0
//
// A Trainer that does not know its batch.
//
// says: a Trainer needs to know how many examples it takes at once: write Trainer<Model, Batch<32>>
// says clang 16: Refused<tenon::NoBatch<tenon::detail::ATrainer>>
#include "tenon/tenon.hpp"

using namespace tenon;

using Small = Model<Sequential<Linear<5>, Tanh, Linear<3>>, Shape<4>>;

void use(Small& model) {
#ifdef CORRECTED
    Trainer<Small, Batch<2>> mode{model};
#else
    Trainer<Small> mode{model};
#endif
}
