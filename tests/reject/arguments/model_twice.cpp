// SPDX-License-Identifier: BSL-1.0
//
// The model twice.
//
// says: a Trainer is made from its model, and in any order an optimizer, a loss, a seed, and for Borrowed its memory, but gets Model<Sequential<Linear<5>, Tanh, Linear<3>>, Shape<4>>
// says clang 16: Refused<tenon::NotAnArgument<tenon::detail::ATrainer>, tenon::Model<tenon::Sequential<tenon::Linear<5>, tenon::Tanh, tenon::Linear<3>>, tenon::Shape<4>, float, tenon::Heap>>
#include "tenon/tenon.hpp"

using namespace tenon;

using Small = Model<Sequential<Linear<5>, Tanh, Linear<3>>, Shape<4>>;

void use(Small& model) {
#ifdef CORRECTED
    Trainer<Small, Batch<2>> trainer{model};
#else
    Trainer<Small, Batch<2>> trainer{model, model};
#endif
}
