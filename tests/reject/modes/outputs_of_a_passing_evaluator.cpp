// SPDX-License-Identifier: BSL-1.0
//
// Outputs of an Evaluator that ends with the line.
//
// says: a span of its numbers is asked of an Evaluator that is a temporary, which ends with this line: give it a name
// says clang 16: Refused<tenon::OwnerThatEndsHere, tenon::Evaluator<tenon::Model<tenon::Linear<3>, tenon::Shape<4>, float, tenon::Heap>, tenon::Batch<1>>>
#include "tenon/evaluator.hpp"
#include "tenon/layers/linear.hpp"

using namespace tenon;

using Small = Model<Linear<3>, Shape<4>>;

float first(const Small& model, std::span<const float> in) {
#ifdef CORRECTED
    Evaluator<Small, Batch<1>> evaluator{model};
    const auto outputs = evaluator(in);
#else
    const auto outputs = Evaluator<Small, Batch<1>>{model}(in);
#endif
    return outputs[0];
}
