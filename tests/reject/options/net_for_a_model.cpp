// SPDX-License-Identifier: BSL-1.0
//
// A net in the place of the model.
//
// says: a Trainer takes a Model<Net, In> first but gets Sequential<Linear<3>>
// says clang 16: Refused<tenon::NotAModel<tenon::detail::ATrainer>, tenon::Sequential<tenon::Linear<3>>>
#include "tenon/tenon.hpp"

using namespace tenon;

using Small = Model<Sequential<Linear<5>, Tanh, Linear<3>>, Shape<4>>;

void use(Small& model) {
#ifdef CORRECTED
    Trainer<Small, Batch<2>> mode{model};
#else
    Trainer<Sequential<Linear<3>>, Batch<2>> mode{model};
#endif
}
