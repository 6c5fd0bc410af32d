// SPDX-License-Identifier: BSL-1.0
//
// A metric asks an Evaluator for outputs.
//
// says: accuracy takes an Evaluator<Model, Batch<n>> first but gets Model<Linear<2>, Shape<1>>
// says clang 16: Refused<tenon::detail::NotAnEvaluator<tenon::detail::Accuracy>, tenon::Model<tenon::Linear<2>, tenon::Shape<1>, float, tenon::Heap>>
#include "tenon/metrics/accuracy.hpp"
#include "tenon/tenon.hpp"

#include <vector>

using namespace tenon;

using M = Model<Linear<2>, Shape<1>>;

double right(M& model, const std::vector<float>& inputs, const std::vector<Token>& targets) {
#ifdef CORRECTED
    Evaluator<M, Batch<2>> evaluator{model};
    return accuracy(evaluator, inputs, targets);
#else
    return accuracy(model, inputs, targets);
#endif
}
