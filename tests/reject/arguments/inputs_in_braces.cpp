// SPDX-License-Identifier: BSL-1.0
//
// Inputs as a list in braces.
//
// says: inputs take a contiguous range of const float but get a list in braces: give it a name, as in std::array inputs{...}
// says clang 16: Misuse<tenon::detail::Inputs, tenon::TakesRangeOf<const float>, tenon::GivesBracedList<float>>
#include "tenon/tenon.hpp"

#include <array>

using namespace tenon;

using Small = Model<Sequential<Linear<5>, Tanh, Linear<3>>, Shape<4>>;

void use(Evaluator<Small, Batch<1>>& evaluator) {
#ifdef CORRECTED
    const std::array<float, 4> inputs{1, 2, 3, 4};
    evaluator(inputs);
#else
    evaluator({1.0F, 2.0F, 3.0F, 4.0F});
#endif
}
