// SPDX-License-Identifier: BSL-1.0
//
// A net that starts without an Embedding.
//
// says: layer 0, Linear<128>, takes real numbers (a Shape) but the input gives Tokens<27, 8>
// says clang 16: Misfit<tenon::PlacedLayer<tenon::At<0>, tenon::Linear<128>>, tenon::TakesReals, tenon::Gets<tenon::Tokens<27, 8>, tenon::NetInput>, tenon::Instead<>>
#include "tenon/dsl.hpp"

using namespace tenon;

#ifdef CORRECTED
using Net = Sequential<Embedding<24>, Linear<128>, Tanh, Linear<27>>;
#else
using Net = Sequential<Linear<128>, Tanh, Linear<27>>;
#endif

static_assert(judge<Verdict<Net, Tokens<27, 8>>>());
