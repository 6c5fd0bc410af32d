// SPDX-License-Identifier: BSL-1.0
//
// A misfit in a list in a list.
//
// says: layer 1.0.2, Linear<24, 7>, takes 24 features but layer 1.0.1, Linear<40>, gives 40 (Shape<8, 40>): write Linear<40, 7> or Linear<7>
// says clang 16: Misfit<tenon::PlacedLayer<tenon::At<1, 0, 2>, tenon::Linear<24, 7>>, tenon::TakesFeatures<24>, tenon::Gets<tenon::Shape<8, 40>, tenon::PlacedLayer<tenon::At<1, 0, 1>, tenon::Linear<40>>>, tenon::Instead<tenon::Linear<40, 7>, tenon::Linear<7>>>
#include "tenon/dsl.hpp"

using namespace tenon;

#ifdef CORRECTED
using Net = Sequential<Embedding<24>, Sequential<Sequential<Tanh, Linear<40>, Linear<40, 7>>, Tanh>>;
#else
using Net = Sequential<Embedding<24>, Sequential<Sequential<Tanh, Linear<40>, Linear<24, 7>>, Tanh>>;
#endif

static_assert(judge<Verdict<Net, Tokens<27, 8>>>());
