// SPDX-License-Identifier: BSL-1.0
//
// Windows that all begin at one place.
//
// says: AvgPool1d<2, Stride{0}> is not a spelling tenon knows: write AvgPool1d<kernel> with a kernel of at least 1, then any of Stride{n}, Dilation{n} with n of at least 1, and causal
// says clang 16: Misfit<tenon::PlacedLayer<tenon::At<>, tenon::AvgPool1d<2, tenon::Stride{0}>>, tenon::TakesSpelling<tenon::AvgPool1d<2, tenon::Stride{0}>>, tenon::Gets<tenon::Shape<8, 5>, tenon::NetInput>, tenon::Instead<>>
#include "tenon/dsl.hpp"

using namespace tenon;

#ifdef CORRECTED
using Net = AvgPool1d<2, Stride{1}>;
#else
using Net = AvgPool1d<2, Stride{0}>;
#endif

static_assert(judge<Verdict<Net, Shape<8, 5>>>());
