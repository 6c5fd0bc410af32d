// SPDX-License-Identifier: BSL-1.0
//
// A branch that passes tokens on beside one that gives real numbers.
//
// says: layer 0, Parallel<Concat, Embedding<24>, Sequential<>>, takes real numbers (a Shape) but layer 0.1, Sequential<>, gives Tokens<27, 8>
// says clang 16: Misfit<tenon::PlacedLayer<tenon::At<0>, tenon::Parallel<tenon::Concat, tenon::Embedding<24>, tenon::Sequential<>>>, tenon::TakesReals, tenon::Gets<tenon::Tokens<27, 8>, tenon::PlacedLayer<tenon::At<0, 1>, tenon::Sequential<>>>, tenon::Instead<>>
#include "tenon/dsl.hpp"

using namespace tenon;

#ifdef CORRECTED
using Net = Sequential<Embedding<24>, Parallel<Concat, Linear<24>, Sequential<>>>;
#else
using Net = Sequential<Parallel<Concat, Embedding<24>, Sequential<>>>;
#endif

static_assert(judge<Verdict<Net, Tokens<27, 8>>>());
