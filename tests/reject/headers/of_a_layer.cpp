// SPDX-License-Identifier: BSL-1.0
//
// A layer whose machine is not included.
//
// says: layer 0, Linear<3>, cannot run here: include tenon/layers/linear.hpp
// says clang 16: Misfit<tenon::PlacedLayer<tenon::At<0>, tenon::Linear<3>>, tenon::TakesLowered, tenon::Gets<tenon::Shape<4>, tenon::NetInput>, tenon::Instead<>>
#include "tenon/compose/sequential.hpp"
#include "tenon/evaluator.hpp"
#include "tenon/layers/tanh.hpp"
#ifdef CORRECTED
#include "tenon/layers/linear.hpp"
#else
#endif

using namespace tenon;

using Small = Model<Sequential<Linear<3>, Tanh>, Shape<4>>;
float first(const Small& model, std::span<const float> in) {
    Evaluator<Small, Batch<2>> evaluator{model};
    return evaluator(in)[0];
}
