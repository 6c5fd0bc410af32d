// SPDX-License-Identifier: BSL-1.0
//
// A shape with an axis of 0.
//
// says: the input, Shape<8, 0>, is none: write Shape<...> with 1 axis or more, or Tokens<vocabulary, length>, all sizes at least 1
// says clang 16: NotAnInput<tenon::Shape<8, 0>>
#include "tenon/dsl.hpp"

using namespace tenon;

#ifdef CORRECTED
using In = Shape<8, 24>;
#else
using In = Shape<8, 0>;
#endif

static_assert(judge<Verdict<Linear<7>, In>>());
