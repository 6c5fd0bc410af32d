// SPDX-License-Identifier: BSL-1.0
//
// An object of another optimizer than the type names.
//
// says: a Trainer gets Adam, which is not among its options: write Trainer<Model, Batch<32>, Adam>
// says clang 16: Refused<tenon::NotAmongOptions<tenon::detail::ATrainer>, tenon::Adam>
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
