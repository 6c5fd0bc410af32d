// SPDX-License-Identifier: BSL-1.0
//
// Inputs in double for a model in float.
//
// says: inputs take a contiguous range of const float but get one of double
// says clang 16: Misuse<tenon::detail::Inputs, tenon::TakesRangeOf<const float>, tenon::GivesRangeOf<double>>
#include "tenon/tenon.hpp"

#include <vector>

using namespace tenon;

using Net = Sequential<Linear<5>, Tanh, Linear<3>>;
using Small = Model<Net, Shape<4>>;

#ifdef CORRECTED
using Real = float;
#else
using Real = double;
#endif
void train(Trainer<Small, Batch<2>>& trainer, std::vector<Real>& inputs, std::span<const Token> targets) {
    trainer.step(inputs, targets, 0.1F);
}
