// SPDX-License-Identifier: BSL-1.0
//
// The model of a moving average that ends with the line.
//
// says: a span of its numbers is asked of a MovingAverage that is a temporary, which ends with this line: give it a name
// says clang 16: Refused<tenon::OwnerThatEndsHere, tenon::MovingAverage<tenon::Model<tenon::Sequential<tenon::Linear<5>, tenon::Tanh, tenon::Linear<3>>, tenon::Shape<4>, float, tenon::Heap>>>
#include "tenon/tenon.hpp"

using namespace tenon;

using M = Model<Sequential<Linear<5>, Tanh, Linear<3>>, Shape<4>>;

float evaluated(const M& model, std::span<const float> inputs) {
    MovingAverage average{model};
#ifdef CORRECTED
    Evaluator<M, Batch<2>> evaluator{average.model()};
#else
    Evaluator<M, Batch<2>> evaluator{MovingAverage{model}.model()};
#endif
    return evaluator(inputs)[0];
}
