// SPDX-License-Identifier: BSL-1.0
//
// A BatchNorm1d with other channels than the layer before it.
//
// says: layer 2, BatchNorm1d<100, unbiased>, takes 100 features but layer 1, Linear<128>, gives 128 (Shape<8, 128>): write BatchNorm1d<128, unbiased> or BatchNorm1d<unbiased>
// says clang 16: Misfit<tenon::PlacedLayer<tenon::At<2>, tenon::BatchNorm1d<100, tenon::unbiased>>, tenon::TakesFeatures<100>, tenon::Gets<tenon::Shape<8, 128>, tenon::PlacedLayer<tenon::At<1>, tenon::Linear<128>>>, tenon::Instead<tenon::BatchNorm1d<128, tenon::unbiased>, tenon::BatchNorm1d<tenon::unbiased>>>
#include "tenon/dsl.hpp"

using namespace tenon;

#ifdef CORRECTED
using Net = Sequential<Embedding<24>, Linear<128>, BatchNorm1d<128, unbiased>, Tanh>;
#else
using Net = Sequential<Embedding<24>, Linear<128>, BatchNorm1d<100, unbiased>, Tanh>;
#endif

static_assert(judge<Verdict<Net, Tokens<27, 8>>>());
