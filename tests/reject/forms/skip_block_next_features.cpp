// SPDX-License-Identifier: BSL-1.0
//
// The Next of a block that gives other features than the stream has.
//
// says: layer 1.0, SkipBlock<Tanh, Linear<64>, Linear<16>>, takes a Next that gives Shape<8, 24> but layer 1.0.2, Linear<16>, gives Shape<8, 16>
// says clang 16: Misfit<tenon::PlacedLayer<tenon::At<1, 0>, tenon::SkipBlock<tenon::Tanh, tenon::Linear<64>, tenon::Linear<16>>>, tenon::TakesNextThatGives<tenon::Shape<8, 24>>, tenon::Gets<tenon::Shape<8, 16>, tenon::PlacedLayer<tenon::At<1, 0, 2>, tenon::Linear<16>>>, tenon::Instead<>>
#include "tenon/dsl.hpp"

using namespace tenon;

#ifdef CORRECTED
using Net = Sequential<Embedding<24>, CollectSkips<SkipBlock<Tanh, Linear<64>, Linear<24>>, Linear<64>>>;
#else
using Net = Sequential<Embedding<24>, CollectSkips<SkipBlock<Tanh, Linear<64>, Linear<16>>, Linear<56>>>;
#endif

static_assert(judge<Verdict<Net, Tokens<27, 8>>>());
