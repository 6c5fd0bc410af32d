// SPDX-License-Identifier: BSL-1.0
//
// A seed for an Evaluator, which draws nothing.
//
// says: an Evaluator is made from its model, and for Borrowed its memory, but gets int
// says clang 16: Refused<tenon::NotAnArgument<tenon::detail::AnEvaluator>, int>
#include "tenon/tenon.hpp"

using namespace tenon;

using Small = Model<Sequential<Linear<5>, Tanh, Linear<3>>, Shape<4>>;

void use(Small& model) {
#ifdef CORRECTED
    Evaluator<Small, Batch<2>> evaluator{model};
#else
    Evaluator<Small, Batch<2>> evaluator{model, 1};
#endif
}
