// SPDX-License-Identifier: BSL-1.0
//
// A shape without axes.
//
// says: the input, Shape<>, is none: write Shape<...> with 1 axis or more, or Tokens<vocabulary, length>, all sizes at least 1
// says clang 16: NotAnInput<tenon::Shape<>>
#include "tenon/dsl.hpp"

using namespace tenon;

#ifdef CORRECTED
using In = Shape<24>;
#else
using In = Shape<>;
#endif

static_assert(judge<Verdict<Linear<7>, In>>());
