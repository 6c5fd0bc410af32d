// SPDX-License-Identifier: BSL-1.0
//
// Targets that are not tokens.
//
// says: targets take a contiguous range of const int but get one of const float
// says clang 16: Misuse<tenon::detail::Targets, tenon::TakesRangeOf<const int>, tenon::GivesRangeOf<const float>>
#include "tenon/tenon.hpp"

using namespace tenon;

using Net = Sequential<Linear<5>, Tanh, Linear<3>>;
using Small = Model<Net, Shape<4>>;

#ifdef CORRECTED
using Target = Token;
#else
using Target = float;
#endif
void train(Trainer<Small, Batch<2>>& trainer, std::span<const float> inputs, std::span<const Target> targets) {
    trainer.step(inputs, targets, 0.1F);
}
