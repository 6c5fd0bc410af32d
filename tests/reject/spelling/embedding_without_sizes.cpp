// SPDX-License-Identifier: BSL-1.0
//
// An Embedding without features.
//
// says: Embedding<> is not a spelling tenon knows: write Embedding<features> or Embedding<vocabulary, features> with sizes of at least 1
// says clang 16: Misfit<tenon::PlacedLayer<tenon::At<>, tenon::Embedding<>>, tenon::TakesSpelling<tenon::Embedding<>>, tenon::Gets<tenon::Tokens<27, 8>, tenon::NetInput>, tenon::Instead<>>
#include "tenon/dsl.hpp"

using namespace tenon;

#ifdef CORRECTED
using Net = Embedding<24>;
#else
using Net = Embedding<>;
#endif

static_assert(judge<Verdict<Net, Tokens<27, 8>>>());
