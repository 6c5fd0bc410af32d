// SPDX-License-Identifier: BSL-1.0
//
// Two losses.
//
// says: a Trainer takes one loss but gets CrossEntropy and MeanSquaredError
// says clang 16: Refused<tenon::OptionTwice<tenon::detail::ATrainer, tenon::detail::LossOption>, tenon::CrossEntropy, tenon::MeanSquaredError>
#include "tenon/tenon.hpp"

using namespace tenon;

using Small = Model<Sequential<Linear<5>, Tanh, Linear<3>>, Shape<4>>;

void use(Small& model) {
#ifdef CORRECTED
    Trainer<Small, Batch<2>, CrossEntropy> mode{model};
#else
    Trainer<Small, CrossEntropy, Batch<2>, MeanSquaredError> mode{model};
#endif
}
