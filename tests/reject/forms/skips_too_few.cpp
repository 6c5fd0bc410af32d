// SPDX-License-Identifier: BSL-1.0
//
// A layer that gives the stream its features and nothing to collect.
//
// says: layer 1, CollectSkips<Linear<24>, Linear<32>>, takes layers that give Shape<8, 25> or more features (what flows on, and others behind it) but layer 1.0, Linear<24>, gives Shape<8, 24>
// says clang 16: Misfit<tenon::PlacedLayer<tenon::At<1>, tenon::CollectSkips<tenon::Linear<24>, tenon::Linear<32>>>, tenon::TakesLayersThatGiveAtLeast<tenon::Shape<8, 25>>, tenon::Gets<tenon::Shape<8, 24>, tenon::PlacedLayer<tenon::At<1, 0>, tenon::Linear<24>>>, tenon::Instead<>>
#include "tenon/dsl.hpp"

using namespace tenon;

#ifdef CORRECTED
using Net = Sequential<Embedding<24>, CollectSkips<Linear<56>, Linear<32>>>;
#else
using Net = Sequential<Embedding<24>, CollectSkips<Linear<24>, Linear<32>>>;
#endif

static_assert(judge<Verdict<Net, Tokens<27, 8>>>());
