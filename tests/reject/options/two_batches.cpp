// SPDX-License-Identifier: BSL-1.0
//
// Two batches.
//
// says: a Trainer takes one Batch but gets Batch<2> and Batch<3>
// says clang 16: Refused<tenon::OptionTwice<tenon::detail::ATrainer, tenon::detail::BatchOption>, tenon::Batch<2>, tenon::Batch<3>>
#include "tenon/tenon.hpp"

using namespace tenon;

using Small = Model<Sequential<Linear<5>, Tanh, Linear<3>>, Shape<4>>;

void use(Small& model) {
#ifdef CORRECTED
    Trainer<Small, Batch<2>> mode{model};
#else
    Trainer<Small, Batch<2>, Batch<3>> mode{model};
#endif
}
