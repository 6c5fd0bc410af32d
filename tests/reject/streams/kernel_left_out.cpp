// SPDX-License-Identifier: BSL-1.0
//
// A convolution whose kernel is not told.
//
// says: Conv1d<4> is not a spelling tenon knows: write Conv1d<out, kernel> or Conv1d<in, out, kernel> with sizes of at least 1, then any of Dilation{n}, Stride{n}, Groups{n} (which divide out) with n of at least 1, no_bias, and causal or, without Stride, same_length
// says clang 16: Misfit<tenon::PlacedLayer<tenon::At<>, tenon::Conv1d<4>>, tenon::TakesSpelling<tenon::Conv1d<4>>, tenon::Gets<tenon::Shape<9, 2>, tenon::NetInput>, tenon::Instead<>>
#include "tenon/dsl.hpp"

using namespace tenon;

#ifdef CORRECTED
using Net = Conv1d<4, 3>;
#else
using Net = Conv1d<4>;
#endif

static_assert(judge<Verdict<Net, Shape<9, 2>>>());
