// SPDX-License-Identifier: BSL-1.0
//
// The Next of a block that gives other positions than its Skip.
//
// says: layer 1.0, SkipBlock<Tanh, Linear<64>, FlattenConsecutive<2>>, takes a Next that gives Shape<8, 24> but layer 1.0.2, FlattenConsecutive<2>, gives Shape<4, 48>
// says clang 16: Misfit<tenon::PlacedLayer<tenon::At<1, 0>, tenon::SkipBlock<tenon::Tanh, tenon::Linear<64>, tenon::FlattenConsecutive<2>>>, tenon::TakesNextThatGives<tenon::Shape<8, 24>>, tenon::Gets<tenon::Shape<4, 48>, tenon::PlacedLayer<tenon::At<1, 0, 2>, tenon::FlattenConsecutive<2>>>, tenon::Instead<>>
#include "tenon/dsl.hpp"

using namespace tenon;

#ifdef CORRECTED
using Net = Sequential<Embedding<24>, CollectSkips<SkipBlock<Tanh, Linear<64>, Linear<24>>, Linear<64>>>;
#else
using Net = Sequential<Embedding<24>, CollectSkips<SkipBlock<Tanh, Linear<64>, FlattenConsecutive<2>>, Linear<64>>>;
#endif

static_assert(judge<Verdict<Net, Tokens<27, 8>>>());
