// SPDX-License-Identifier: BSL-1.0
//
// A batch in the place of the model.
//
// says: a Trainer takes a Model<Net, In> first but gets Batch<2>
// says clang 16: Refused<tenon::NotAModel<tenon::detail::ATrainer>, tenon::Batch<2>>
#include "tenon/tenon.hpp"

using namespace tenon;

using Small = Model<Sequential<Linear<5>, Tanh, Linear<3>>, Shape<4>>;

void use(Small& model) {
#ifdef CORRECTED
    Trainer<Small, Batch<2>> mode{model};
#else
    Trainer<Batch<2>, Small> mode{model};
#endif
}
