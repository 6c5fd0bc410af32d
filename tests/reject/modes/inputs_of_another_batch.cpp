// SPDX-License-Identifier: BSL-1.0
//
// A batch with an example too few.
//
// says: inputs take 8 numbers (2 of 4) but 4 are given
// says clang 16: Misuse<tenon::detail::Inputs, tenon::detail::Examples<4, 2, 2>, tenon::GivesNumbers<4>>
#include "tenon/tenon.hpp"

#include <array>

using namespace tenon;

using Net = Sequential<Linear<5>, Tanh, Linear<3>>;
using Small = Model<Net, Shape<4>>;

void train(Trainer<Small, Batch<2>>& trainer, std::span<const Token> targets) {
#ifdef CORRECTED
    const std::array<float, 8> inputs{};
#else
    const std::array<float, 4> inputs{};
#endif
    trainer.step(inputs, targets, 0.1F);
}
