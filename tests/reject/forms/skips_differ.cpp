// SPDX-License-Identifier: BSL-1.0
//
// A last layer that gives another number of features to collect.
//
// says: layer 1, CollectSkips<SkipBlock<Tanh, Linear<64>>, Linear<32>>, takes layers that give Shape<8, 64> but layer 1.1, Linear<32>, gives Shape<8, 32>
// says clang 16: Misfit<tenon::PlacedLayer<tenon::At<1>, tenon::CollectSkips<tenon::SkipBlock<tenon::Tanh, tenon::Linear<64>>, tenon::Linear<32>>>, tenon::TakesLayersThatGive<tenon::Shape<8, 64>>, tenon::Gets<tenon::Shape<8, 32>, tenon::PlacedLayer<tenon::At<1, 1>, tenon::Linear<32>>>, tenon::Instead<>>
#include "tenon/dsl.hpp"

using namespace tenon;

#ifdef CORRECTED
using Net = Sequential<Embedding<24>, CollectSkips<SkipBlock<Tanh, Linear<64>>, Linear<64>>>;
#else
using Net = Sequential<Embedding<24>, CollectSkips<SkipBlock<Tanh, Linear<64>>, Linear<32>>>;
#endif

static_assert(judge<Verdict<Net, Tokens<27, 8>>>());
