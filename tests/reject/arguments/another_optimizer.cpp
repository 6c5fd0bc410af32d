// SPDX-License-Identifier: BSL-1.0
//
// An object of another optimizer than the type names.
//
// says: a Trainer is made from its model, and in any order an optimizer, a loss, a seed, and for Borrowed its memory, but gets Adam
// says clang 16: Refused<tenon::NotAnArgument<tenon::detail::ATrainer>, tenon::Adam>
#include "tenon/tenon.hpp"

using namespace tenon;

using Small = Model<Sequential<Linear<5>, Tanh, Linear<3>>, Shape<4>>;

void use(Small& model) {
#ifdef CORRECTED
    Trainer<Small, Batch<2>, Adam> trainer{model, Adam{}};
#else
    Trainer<Small, Batch<2>> trainer{model, Adam{}};
#endif
}
