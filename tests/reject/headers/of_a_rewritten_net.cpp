// SPDX-License-Identifier: BSL-1.0
//
// A net made for evaluation, with the language's headers alone.
//
// says: layer 1, FusedPointwise<Tanh, Relu>, cannot run here: include tenon/rewrite/fused_pointwise.hpp
// says clang 16: Misfit<tenon::PlacedLayer<tenon::At<1>, tenon::FusedPointwise<tenon::Tanh, tenon::Relu>>, tenon::TakesLowered, tenon::Gets<tenon::Shape<3>, tenon::PlacedLayer<tenon::At<0>, tenon::Linear<3>>>, tenon::Instead<>>
#include "tenon/compose/sequential.hpp"
#include "tenon/dsl/rewrite/for_evaluation.hpp"
#include "tenon/evaluator.hpp"
#include "tenon/layers/linear.hpp"
#include "tenon/layers/relu.hpp"
#include "tenon/layers/tanh.hpp"
#ifdef CORRECTED
#include "tenon/rewrite/fused_pointwise.hpp"
#else
#endif

using namespace tenon;

using Small = Model<ForEvaluation<Sequential<Linear<3>, Tanh, Relu>, Shape<4>>, Shape<4>>;
float first(const Small& model, std::span<const float> in) {
    Evaluator<Small, Batch<2>> evaluator{model};
    return evaluator(in)[0];
}
