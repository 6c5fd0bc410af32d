// SPDX-License-Identifier: BSL-1.0
//
// A model whose numbers are no real ones.
//
// says: a Model takes float or double as the type of its numbers but gets int
// says clang 16: Refused<tenon::NumbersOfAnotherType, int>
#include "tenon/model.hpp"

using namespace tenon;

#ifdef CORRECTED
Model<Linear<3>, Shape<4>, double> model;
#else
Model<Linear<3>, Shape<4>, int> model;
#endif
