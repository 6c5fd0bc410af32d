// SPDX-License-Identifier: BSL-1.0
//
// A window of seven positions on six.
//
// says: layer 1, Conv1d<4, 3, Dilation{3}>, takes at least 7 positions but layer 0, Linear<5>, gives 6 (Shape<6, 5>)
// says clang 16: Misfit<tenon::PlacedLayer<tenon::At<1>, tenon::Conv1d<4, 3, tenon::Dilation{3}>>, tenon::TakesPositionsFrom<7>, tenon::Gets<tenon::Shape<6, 5>, tenon::PlacedLayer<tenon::At<0>, tenon::Linear<5>>>, tenon::Instead<>>
#include "tenon/dsl.hpp"

using namespace tenon;

#ifdef CORRECTED
using Net = Sequential<Linear<5>, Conv1d<4, 3, Dilation{3}, causal>>;
#else
using Net = Sequential<Linear<5>, Conv1d<4, 3, Dilation{3}>>;
#endif

static_assert(judge<Verdict<Net, Shape<6, 2>>>());
