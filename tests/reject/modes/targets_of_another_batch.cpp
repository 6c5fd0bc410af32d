// SPDX-License-Identifier: BSL-1.0
//
// Targets for other examples than there are.
//
// says: targets take 2 numbers (2 of 1) but 3 are given
// says clang 16: Misuse<tenon::detail::Targets, tenon::detail::Examples<1, 2, 2>, tenon::GivesNumbers<3>>
#include "tenon/tenon.hpp"

#include <array>

using namespace tenon;

using Net = Sequential<Linear<5>, Tanh, Linear<3>>;
using Small = Model<Net, Shape<4>>;

void train(Trainer<Small, Batch<2>>& trainer, std::span<const float> inputs) {
#ifdef CORRECTED
    trainer.step(inputs, std::array<Token, 2>{0, 2}, 0.1F);
#else
    trainer.step(inputs, std::array<Token, 3>{0, 2, 1}, 0.1F);
#endif
}
