// SPDX-License-Identifier: BSL-1.0
//
// Training a model that must not change.
//
// says: a Trainer takes a model that it may change but gets a const one: give it one that is not const
// says clang 16: Refused<tenon::TrainerOfConstModel, const tenon::Model<tenon::Sequential<tenon::Linear<5>, tenon::Tanh, tenon::Linear<3>>, tenon::Shape<4>, float, tenon::Heap>>
#include "tenon/tenon.hpp"

#include <vector>

using namespace tenon;

using Net = Sequential<Linear<5>, Tanh, Linear<3>>;
using Small = Model<Net, Shape<4>>;

#ifdef CORRECTED
void train(Small& model) {
#else
void train(const Small& model) {
#endif
    Trainer<std::remove_reference_t<decltype(model)>, Batch<2>> trainer{model};
    trainer.step(std::vector<float>(8), std::vector<Token>(2), 0.1F);
}
