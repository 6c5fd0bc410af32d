// SPDX-License-Identifier: BSL-1.0
//
// An Evaluator given part of an example.
//
// says: inputs take 4 numbers for each of 1 to 2 but 6 are given
// says clang 16: Misuse<tenon::detail::Inputs, tenon::detail::Examples<4, 1, 2>, tenon::GivesNumbers<6>>
#include "tenon/tenon.hpp"

#include <array>

using namespace tenon;

using Net = Sequential<Linear<5>, Tanh, Linear<3>>;
using Small = Model<Net, Shape<4>>;

void evaluate(Evaluator<Small, Batch<2>>& evaluator) {
#ifdef CORRECTED
    const std::array<float, 4> inputs{};
#else
    const std::array<float, 6> inputs{};
#endif
    evaluator(inputs);
}
