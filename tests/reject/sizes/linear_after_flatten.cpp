// SPDX-License-Identifier: BSL-1.0
//
// The features of one position, written where all positions have become one axis.
//
// says: layer 2, Linear<10, 200>, takes 10 features but layer 1, Flatten, gives 30 (Shape<30>): write Linear<30, 200> or Linear<200>
// says clang 16: Misfit<tenon::PlacedLayer<tenon::At<2>, tenon::Linear<10, 200>>, tenon::TakesFeatures<10>, tenon::Gets<tenon::Shape<30>, tenon::PlacedLayer<tenon::At<1>, tenon::Flatten>>, tenon::Instead<tenon::Linear<30, 200>, tenon::Linear<200>>>
#include "tenon/dsl.hpp"

using namespace tenon;

#ifdef CORRECTED
using Net = Sequential<Embedding<10>, Flatten, Linear<30, 200>, Tanh, Linear<27>>;
#else
using Net = Sequential<Embedding<10>, Flatten, Linear<10, 200>, Tanh, Linear<27>>;
#endif

static_assert(judge<Verdict<Net, Tokens<27, 3>>>());
