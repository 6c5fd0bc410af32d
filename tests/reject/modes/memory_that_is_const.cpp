// SPDX-License-Identifier: BSL-1.0
//
// Memory that cannot be written.
//
// says: memory takes a contiguous range of float but get one of const float
// says clang 16: Misuse<tenon::detail::Memory, tenon::TakesRangeOf<float>, tenon::GivesRangeOf<const float>>
#include "tenon/model.hpp"

using namespace tenon;

using Net = Sequential<Linear<5>, Tanh, Linear<3>>;

#ifdef CORRECTED
using Number = float;
#else
using Number = const float;
#endif
Model<Net, Shape<4>, float, Borrowed> place(std::span<Number> memory) {
    return Model<Net, Shape<4>, float, Borrowed>{memory};
}
