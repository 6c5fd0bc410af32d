// SPDX-License-Identifier: BSL-1.0
//
// A form whose machine is not included.
//
// says: layer 1, Residual<Tanh>, cannot run here: include tenon/compose/residual.hpp
// says clang 16: Misfit<tenon::PlacedLayer<tenon::At<1>, tenon::Residual<tenon::Tanh>>, tenon::TakesLowered, tenon::Gets<tenon::Shape<3>, tenon::PlacedLayer<tenon::At<0>, tenon::Linear<3>>>, tenon::Instead<>>
#include "tenon/compose/sequential.hpp"
#include "tenon/evaluator.hpp"
#include "tenon/layers/linear.hpp"
#include "tenon/layers/tanh.hpp"
#ifdef CORRECTED
#include "tenon/compose/residual.hpp"
#else
#endif

using namespace tenon;

using Small = Model<Sequential<Linear<3>, Residual<Tanh>>, Shape<4>>;
float first(const Small& model, std::span<const float> in) {
    Evaluator<Small, Batch<2>> evaluator{model};
    return evaluator(in)[0];
}
