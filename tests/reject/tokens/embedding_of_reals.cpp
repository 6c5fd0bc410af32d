// SPDX-License-Identifier: BSL-1.0
//
// Rows of a table looked up by real numbers.
//
// says: layer 1, Embedding<8>, takes tokens but layer 0, Linear<24>, gives Shape<24>
// says clang 16: Misfit<tenon::PlacedLayer<tenon::At<1>, tenon::Embedding<8>>, tenon::TakesTokens, tenon::Gets<tenon::Shape<24>, tenon::PlacedLayer<tenon::At<0>, tenon::Linear<24>>>, tenon::Instead<>>
#include "tenon/dsl.hpp"

using namespace tenon;

#ifdef CORRECTED
using Net = Sequential<Linear<24>, Linear<8>>;
#else
using Net = Sequential<Linear<24>, Embedding<8>>;
#endif

static_assert(judge<Verdict<Net, Shape<5>>>());
