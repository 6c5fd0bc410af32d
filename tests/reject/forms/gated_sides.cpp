// SPDX-License-Identifier: BSL-1.0
//
// A gate of other features than what passes it.
//
// says: layer 1, Gated<Linear<32>, Linear<16>>, takes Shape<8, 32> from each branch but layer 1.1, Linear<16>, gives Shape<8, 16>
// says clang 16: Misfit<tenon::PlacedLayer<tenon::At<1>, tenon::Gated<tenon::Linear<32>, tenon::Linear<16>>>, tenon::TakesFromBranches<tenon::Shape<8, 32>>, tenon::Gets<tenon::Shape<8, 16>, tenon::PlacedLayer<tenon::At<1, 1>, tenon::Linear<16>>>, tenon::Instead<>>
#include "tenon/dsl.hpp"

using namespace tenon;

#ifdef CORRECTED
using Net = Sequential<Embedding<24>, Gated<Linear<32>, Linear<32>>>;
#else
using Net = Sequential<Embedding<24>, Gated<Linear<32>, Linear<16>>>;
#endif

static_assert(judge<Verdict<Net, Tokens<27, 8>>>());
