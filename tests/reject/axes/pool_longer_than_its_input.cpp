// SPDX-License-Identifier: BSL-1.0
//
// A window of nine positions on eight.
//
// says: layer 1, MaxPool1d<9>, takes at least 9 positions but layer 0, Linear<5>, gives 8 (Shape<8, 5>)
// says clang 16: Misfit<tenon::PlacedLayer<tenon::At<1>, tenon::MaxPool1d<9>>, tenon::TakesPositionsFrom<9>, tenon::Gets<tenon::Shape<8, 5>, tenon::PlacedLayer<tenon::At<0>, tenon::Linear<5>>>, tenon::Instead<>>
#include "tenon/dsl.hpp"

using namespace tenon;

#ifdef CORRECTED
using Net = Sequential<Linear<5>, MaxPool1d<8>>;
#else
using Net = Sequential<Linear<5>, MaxPool1d<9>>;
#endif

static_assert(judge<Verdict<Net, Shape<8, 2>>>());
