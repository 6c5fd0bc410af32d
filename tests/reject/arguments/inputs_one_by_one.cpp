// SPDX-License-Identifier: BSL-1.0
//
// An Evaluator is given the numbers of an example as arguments.
//
// says: an Evaluator takes the inputs of 1 to Batch examples, one range, but gets float, float
// says clang 16: Refused<tenon::OtherArguments<tenon::detail::CallOfEvaluator>, float, float>
#include "tenon/tenon.hpp"

#include <array>

using namespace tenon;

using Small = Model<Sequential<Linear<5>, Tanh, Linear<3>>, Shape<2>>;

void use(Evaluator<Small, Batch<1>>& evaluator) {
#ifdef CORRECTED
    const std::array inputs{0.1F, 0.2F};
    evaluator(inputs);
#else
    evaluator(0.1F, 0.2F);
#endif
}
