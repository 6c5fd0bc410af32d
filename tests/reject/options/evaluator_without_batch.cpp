// SPDX-License-Identifier: BSL-1.0
//
// An Evaluator with a storage and no batch.
//
// says: an Evaluator needs to know how many examples it takes at once: write Evaluator<Model, Batch<1>>
// says clang 16: Refused<tenon::NoBatch<tenon::detail::AnEvaluator>>
#include "tenon/tenon.hpp"

using namespace tenon;

using Small = Model<Sequential<Linear<5>, Tanh, Linear<3>>, Shape<4>>;

void use(Small& model) {
#ifdef CORRECTED
    Evaluator<Small, Batch<1>, Heap> mode{model};
#else
    Evaluator<Small, Heap> mode{model};
#endif
}
