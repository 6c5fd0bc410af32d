// SPDX-License-Identifier: BSL-1.0
//
// Five features in two groups.
//
// says: Conv1d<4, 3, Groups{2}> takes features in groups of 2 but the input gives 5 (Shape<8, 5>)
// says clang 16: Misfit<tenon::PlacedLayer<tenon::At<>, tenon::Conv1d<4, 3, tenon::Groups{2}>>, tenon::TakesFeaturesDivisibleBy<2>, tenon::Gets<tenon::Shape<8, 5>, tenon::NetInput>, tenon::Instead<>>
#include "tenon/dsl.hpp"

using namespace tenon;

#ifdef CORRECTED
using Net = Conv1d<4, 3>;
#else
using Net = Conv1d<4, 3, Groups{2}>;
#endif

static_assert(judge<Verdict<Net, Shape<8, 5>>>());
