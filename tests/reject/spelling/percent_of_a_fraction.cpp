// SPDX-License-Identifier: BSL-1.0
//
// A share where a Percent is expected: it would be cut to 0.
//
// says: a Percent takes a whole number: write Percent{20} for a share of 0.2
// says clang 16: Refused<tenon::PercentOfFraction, double>
#include "tenon/dsl.hpp"

using namespace tenon;

#ifdef CORRECTED
using Net = Sequential<Linear<3>, Dropout<Percent{20}>>;
#else
using Net = Sequential<Linear<3>, Dropout<Percent(0.2)>>;
#endif
static_assert(judge<Verdict<Net, Shape<4>>>());
