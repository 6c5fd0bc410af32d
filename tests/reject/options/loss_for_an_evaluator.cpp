// SPDX-License-Identifier: BSL-1.0
//
// A loss among the options of an Evaluator.
//
// says: an Evaluator takes Batch<n> and a storage, in any order, but gets MeanSquaredError, which is none of these
// says clang 16: Refused<tenon::NotAnOption<tenon::detail::AnEvaluator>, tenon::MeanSquaredError>
#include "tenon/tenon.hpp"

using namespace tenon;

using Small = Model<Sequential<Linear<5>, Tanh, Linear<3>>, Shape<4>>;

void use(Small& model) {
#ifdef CORRECTED
    Evaluator<Small, Batch<2>> mode{model};
#else
    Evaluator<Small, Batch<2>, MeanSquaredError> mode{model};
#endif
}
