// SPDX-License-Identifier: BSL-1.0
//
// A layer that fits the first time and not the second.
//
// says: layer 1.1.0, Linear<24, 32>, takes 24 features but layer 1.0, Sequential<Linear<24, 32>, Tanh>, gives 32 (Shape<8, 32>): write Linear<32, 32> or Linear<32>
// says clang 16: Misfit<tenon::PlacedLayer<tenon::At<1, 1, 0>, tenon::Linear<24, 32>>, tenon::TakesFeatures<24>, tenon::Gets<tenon::Shape<8, 32>, tenon::PlacedLayer<tenon::At<1, 0>, tenon::Sequential<tenon::Linear<24, 32>, tenon::Tanh>>>, tenon::Instead<tenon::Linear<32, 32>, tenon::Linear<32>>>
#include "tenon/dsl.hpp"

using namespace tenon;

#ifdef CORRECTED
using Net = Sequential<Embedding<24>, Repeat<2, Linear<32>, Tanh>>;
#else
using Net = Sequential<Embedding<24>, Repeat<2, Linear<24, 32>, Tanh>>;
#endif

static_assert(judge<Verdict<Net, Tokens<27, 8>>>());
