// SPDX-License-Identifier: BSL-1.0
//
// A sum of branches that differ in features.
//
// says: layer 1, Parallel<Sum, Linear<16>, Linear<32>>, takes Shape<8, 16> from each branch but layer 1.1, Linear<32>, gives Shape<8, 32>
// says clang 16: Misfit<tenon::PlacedLayer<tenon::At<1>, tenon::Parallel<tenon::Sum, tenon::Linear<16>, tenon::Linear<32>>>, tenon::TakesFromBranches<tenon::Shape<8, 16>>, tenon::Gets<tenon::Shape<8, 32>, tenon::PlacedLayer<tenon::At<1, 1>, tenon::Linear<32>>>, tenon::Instead<>>
#include "tenon/dsl.hpp"

using namespace tenon;

#ifdef CORRECTED
using Net = Sequential<Embedding<24>, Parallel<Sum, Linear<16>, Linear<16>>>;
#else
using Net = Sequential<Embedding<24>, Parallel<Sum, Linear<16>, Linear<32>>>;
#endif

static_assert(judge<Verdict<Net, Tokens<27, 8>>>());
