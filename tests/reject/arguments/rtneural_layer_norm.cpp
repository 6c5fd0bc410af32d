// SPDX-License-Identifier: BSL-1.0
//
// A layer that RTNeural does not have in a file of it.
//
// says: a file of RTNeural has no LayerNorm<>: it has Linear, Conv1d with neither Stride nor same_length, BatchNorm1d without per_position, PRelu, Tanh, Relu, Sigmoid, Softmax and Elu<>, one behind another
// says clang 16: Refused<tenon::detail::RtneuralHasNoLayer, tenon::LayerNorm<>>
#include "tenon/rtneural/save.hpp"
#include "tenon/tenon.hpp"

using namespace tenon;

#ifdef CORRECTED
using Norm = BatchNorm1d<>;
#else
using Norm = LayerNorm<>;
#endif

void keep(const Model<Sequential<Linear<8>, Sequential<Norm, Tanh>, Linear<1>>, Shape<64, 1>>& model) {
    rtneural::save(model, "model.json");
}
