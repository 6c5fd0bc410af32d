// SPDX-License-Identifier: BSL-1.0
//
// A model in memory that cannot hold it.
//
// says: memory takes 80 numbers or more but 64 are given
// says clang 16: Misuse<tenon::detail::Memory, tenon::detail::AtLeast<80>, tenon::GivesNumbers<64>>
#include "tenon/model.hpp"

#include <array>

using namespace tenon;

using Net = Sequential<Linear<5>, Tanh, Linear<3>>;

#ifdef CORRECTED
std::array<float, 80> memory;
#else
std::array<float, 64> memory;
#endif
Model<Net, Shape<4>, float, Borrowed> model{memory};
