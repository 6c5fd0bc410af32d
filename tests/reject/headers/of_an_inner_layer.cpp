// SPDX-License-Identifier: BSL-1.0
//
// A layer deep in forms whose machine is not included.
//
// says: layer 1.1, Relu, cannot run here: include tenon/layers/relu.hpp
// says clang 16: Misfit<tenon::PlacedLayer<tenon::At<1, 1>, tenon::Relu>, tenon::TakesLowered, tenon::Gets<tenon::Shape<3>, tenon::PlacedLayer<tenon::At<1, 0>, tenon::Tanh>>, tenon::Instead<>>
#include "tenon/compose/residual.hpp"
#include "tenon/compose/sequential.hpp"
#include "tenon/evaluator.hpp"
#include "tenon/layers/linear.hpp"
#include "tenon/layers/tanh.hpp"
#ifdef CORRECTED
#include "tenon/layers/relu.hpp"
#else
#endif

using namespace tenon;

using Small = Model<Sequential<Linear<3>, Residual<Tanh, Relu>>, Shape<4>>;
float first(const Small& model, std::span<const float> in) {
    Evaluator<Small, Batch<2>> evaluator{model};
    return evaluator(in)[0];
}
