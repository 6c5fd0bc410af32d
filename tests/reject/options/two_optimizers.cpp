// SPDX-License-Identifier: BSL-1.0
//
// Two optimizers.
//
// says: a Trainer takes one optimizer but gets Sgd and Adam
// says clang 16: Refused<tenon::OptionTwice<tenon::detail::ATrainer, tenon::detail::OptimizerOption>, tenon::Sgd, tenon::Adam>
#include "tenon/tenon.hpp"

using namespace tenon;

using Small = Model<Sequential<Linear<5>, Tanh, Linear<3>>, Shape<4>>;

void use(Small& model) {
#ifdef CORRECTED
    Trainer<Small, Batch<2>, Adam> mode{model};
#else
    Trainer<Small, Batch<2>, Sgd, Adam> mode{model};
#endif
}
