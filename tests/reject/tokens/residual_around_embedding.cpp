// SPDX-License-Identifier: BSL-1.0
//
// Tokens added to real numbers.
//
// says: layer 0, Residual<Embedding<24>, Tanh>, takes real numbers (a Shape) but the input gives Tokens<27, 8>
// says clang 16: Misfit<tenon::PlacedLayer<tenon::At<0>, tenon::Residual<tenon::Embedding<24>, tenon::Tanh>>, tenon::TakesReals, tenon::Gets<tenon::Tokens<27, 8>, tenon::NetInput>, tenon::Instead<>>
#include "tenon/dsl.hpp"

using namespace tenon;

#ifdef CORRECTED
using Net = Sequential<Embedding<24>, Residual<Tanh>>;
#else
using Net = Sequential<Residual<Embedding<24>, Tanh>>;
#endif

static_assert(judge<Verdict<Net, Tokens<27, 8>>>());
