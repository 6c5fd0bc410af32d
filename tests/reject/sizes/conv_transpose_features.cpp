// SPDX-License-Identifier: BSL-1.0
//
// A transposed convolution of sixteen features gets eight.
//
// says: layer 1, ConvTranspose1d<16, 4, 3, Stride{2}>, takes 16 features but layer 0, Linear<8>, gives 8 (Shape<9, 8>): write ConvTranspose1d<8, 4, 3, Stride{2}> or ConvTranspose1d<4, 3, Stride{2}>
// says clang 16: Misfit<tenon::PlacedLayer<tenon::At<1>, tenon::ConvTranspose1d<16, 4, 3, tenon::Stride{2}>>, tenon::TakesFeatures<16>, tenon::Gets<tenon::Shape<9, 8>, tenon::PlacedLayer<tenon::At<0>, tenon::Linear<8>>>, tenon::Instead<tenon::ConvTranspose1d<8, 4, 3, tenon::Stride{2}>, tenon::ConvTranspose1d<4, 3, tenon::Stride{2}>>>
#include "tenon/dsl.hpp"

using namespace tenon;

#ifdef CORRECTED
using Net = Sequential<Linear<8>, ConvTranspose1d<4, 3, Stride{2}>>;
#else
using Net = Sequential<Linear<8>, ConvTranspose1d<16, 4, 3, Stride{2}>>;
#endif

static_assert(judge<Verdict<Net, Shape<9, 2>>>());
