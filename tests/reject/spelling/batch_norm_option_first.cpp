// SPDX-License-Identifier: BSL-1.0
//
// Channels behind an option.
//
// says: layer 1, BatchNorm1d<unbiased, 24>, is not a spelling tenon knows: write BatchNorm1d<> or BatchNorm1d<channels> with at least 1 channel, then any of unbiased, per_position, NormEpsilon{above 0} and NormMomentum{from 0 to 1} of at most nine digits, each once
// says clang 16: Misfit<tenon::PlacedLayer<tenon::At<1>, tenon::BatchNorm1d<tenon::unbiased, 24>>, tenon::TakesSpelling<tenon::BatchNorm1d<tenon::unbiased, 24>>, tenon::Gets<tenon::Shape<8, 24>, tenon::PlacedLayer<tenon::At<0>, tenon::Linear<24>>>, tenon::Instead<>>
#include "tenon/dsl.hpp"

using namespace tenon;

#ifdef CORRECTED
using Net = Sequential<Linear<24>, BatchNorm1d<24, unbiased>>;
#else
using Net = Sequential<Linear<24>, BatchNorm1d<unbiased, 24>>;
#endif

static_assert(judge<Verdict<Net, Shape<8, 24>>>());
