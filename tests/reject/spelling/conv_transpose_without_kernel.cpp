// SPDX-License-Identifier: BSL-1.0
//
// A transposed convolution whose kernel is not told.
//
// says: ConvTranspose1d<4, Stride{2}> is not a spelling tenon knows: write ConvTranspose1d<out, kernel> or ConvTranspose1d<in, out, kernel> with sizes of at least 1, then any of Stride{n}, Dilation{n}, Groups{n} (which divide out) with n of at least 1, no_bias, and causal
// says clang 16: Misfit<tenon::PlacedLayer<tenon::At<>, tenon::ConvTranspose1d<4, tenon::Stride{2}>>, tenon::TakesSpelling<tenon::ConvTranspose1d<4, tenon::Stride{2}>>, tenon::Gets<tenon::Shape<8, 5>, tenon::NetInput>, tenon::Instead<>>
#include "tenon/dsl.hpp"

using namespace tenon;

#ifdef CORRECTED
using Net = ConvTranspose1d<4, 3, Stride{2}>;
#else
using Net = ConvTranspose1d<4, Stride{2}>;
#endif

static_assert(judge<Verdict<Net, Shape<8, 5>>>());
