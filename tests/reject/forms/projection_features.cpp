// SPDX-License-Identifier: BSL-1.0
//
// A projection that is written for other features than it gets.
//
// says: layer 1.0, Linear<40, 32>, takes 40 features but layer 0, Embedding<24>, gives 24 (Shape<8, 24>): write Linear<24, 32> or Linear<32>
// says clang 16: Misfit<tenon::PlacedLayer<tenon::At<1, 0>, tenon::Linear<40, 32>>, tenon::TakesFeatures<40>, tenon::Gets<tenon::Shape<8, 24>, tenon::PlacedLayer<tenon::At<0>, tenon::Embedding<24>>>, tenon::Instead<tenon::Linear<24, 32>, tenon::Linear<32>>>
#include "tenon/dsl.hpp"

using namespace tenon;

#ifdef CORRECTED
using Net = Sequential<Embedding<24>, Residual<Projection<Linear<24, 32>>, Linear<32>>>;
#else
using Net = Sequential<Embedding<24>, Residual<Projection<Linear<40, 32>>, Linear<32>>>;
#endif

static_assert(judge<Verdict<Net, Tokens<27, 8>>>());
