// SPDX-License-Identifier: BSL-1.0
//
// Windows of no positions.
//
// says: MaxPool1d<0> is not a spelling tenon knows: write MaxPool1d<kernel> with a kernel of at least 1, then any of Stride{n}, Dilation{n} with n of at least 1, and causal
// says clang 16: Misfit<tenon::PlacedLayer<tenon::At<>, tenon::MaxPool1d<0>>, tenon::TakesSpelling<tenon::MaxPool1d<0>>, tenon::Gets<tenon::Shape<8, 5>, tenon::NetInput>, tenon::Instead<>>
#include "tenon/dsl.hpp"

using namespace tenon;

#ifdef CORRECTED
using Net = MaxPool1d<2>;
#else
using Net = MaxPool1d<0>;
#endif

static_assert(judge<Verdict<Net, Shape<8, 5>>>());
