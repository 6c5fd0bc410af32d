// SPDX-License-Identifier: BSL-1.0
//
// The input in front of the net.
//
// says: the input, Linear<7>, is none: write Shape<...> with 1 axis or more, or Tokens<vocabulary, length>, all sizes at least 1
// says clang 16: NotAnInput<tenon::Linear<7>>
#include "tenon/dsl.hpp"

using namespace tenon;

#ifdef CORRECTED
using Fit = Verdict<Linear<7>, Shape<24>>;
#else
using Fit = Verdict<Shape<24>, Linear<7>>;
#endif

static_assert(judge<Fit>());
