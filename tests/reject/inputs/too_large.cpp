// SPDX-License-Identifier: BSL-1.0
//
// An input whose numbers cannot be counted.
//
// says: the input, Shape<4294967296, 4294967296>, is too large: an example has at most 4294967295 numbers, a vocabulary at most 2147483647 tokens
// says clang 16: InputTooLarge<tenon::Shape<4294967296, 4294967296>>
#include "tenon/dsl.hpp"

using namespace tenon;

#ifdef CORRECTED
using In = Shape<42949, 42949>;
#else
using In = Shape<4294967296, 4294967296>;
#endif
static_assert(judge<Verdict<Tanh, In>>());
