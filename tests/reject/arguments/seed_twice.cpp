// SPDX-License-Identifier: BSL-1.0
//
// Two seeds.
//
// says: a Trainer is made from its model, and in any order an optimizer, a loss, a seed, and for Borrowed its memory, but gets int twice
// says clang 16: Refused<tenon::ArgumentTwice<tenon::detail::ATrainer>, int>
#include "tenon/tenon.hpp"

using namespace tenon;

using Small = Model<Sequential<Linear<5>, Tanh, Linear<3>>, Shape<4>>;

void use(Small& model) {
#ifdef CORRECTED
    Trainer<Small, Batch<2>> trainer{model, 1};
#else
    Trainer<Small, Batch<2>> trainer{model, 1, 2};
#endif
}
