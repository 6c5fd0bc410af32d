// SPDX-License-Identifier: BSL-1.0
//
// A lone Linear, with an option, that is written for other features than the input has.
//
// says: Linear<5, 7, no_bias> takes 5 features but the input gives 4 (Shape<4>): write Linear<4, 7, no_bias> or Linear<7, no_bias>
// says clang 16: Misfit<tenon::PlacedLayer<tenon::At<>, tenon::Linear<5, 7, tenon::no_bias>>, tenon::TakesFeatures<5>, tenon::Gets<tenon::Shape<4>, tenon::NetInput>, tenon::Instead<tenon::Linear<4, 7, tenon::no_bias>, tenon::Linear<7, tenon::no_bias>>>
#include "tenon/dsl.hpp"

using namespace tenon;

#ifdef CORRECTED
using Net = Linear<4, 7, no_bias>;
#else
using Net = Linear<5, 7, no_bias>;
#endif

static_assert(judge<Verdict<Net, Shape<4>>>());
