// SPDX-License-Identifier: BSL-1.0
//
// Tokens without a vocabulary.
//
// says: the input, Tokens<0, 8>, is none: write Shape<...> with 1 axis or more, or Tokens<vocabulary, length>, all sizes at least 1
// says clang 16: NotAnInput<tenon::Tokens<0, 8>>
#include "tenon/dsl.hpp"

using namespace tenon;

#ifdef CORRECTED
using In = Tokens<27, 8>;
#else
using In = Tokens<0, 8>;
#endif

static_assert(judge<Verdict<Embedding<24>, In>>());
