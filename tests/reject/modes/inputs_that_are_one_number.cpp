// SPDX-License-Identifier: BSL-1.0
//
// One number where inputs are taken.
//
// says: inputs take a contiguous range of const float but get float, which is not a range
// says clang 16: Misuse<tenon::detail::Inputs, tenon::TakesRangeOf<const float>, tenon::GivesNoRange<float>>
#include "tenon/tenon.hpp"

#include <array>

using namespace tenon;

using Net = Sequential<Linear<5>, Tanh, Linear<3>>;
using Small = Model<Net, Shape<4>>;

void train(Trainer<Small, Batch<2>>& trainer, std::span<const Token> targets) {
#ifdef CORRECTED
    trainer.step(std::array<float, 8>{}, targets, 0.1F);
#else
    trainer.step(0.5F, targets, 0.1F);
#endif
}
