// SPDX-License-Identifier: BSL-1.0
//
// The Skip of a block that does not fit its Body.
//
// says: layer 1.0.1, Linear<24, 64>, takes 24 features but layer 1.0.0, Linear<40>, gives 40 (Shape<8, 40>): write Linear<40, 64> or Linear<64>
// says clang 16: Misfit<tenon::PlacedLayer<tenon::At<1, 0, 1>, tenon::Linear<24, 64>>, tenon::TakesFeatures<24>, tenon::Gets<tenon::Shape<8, 40>, tenon::PlacedLayer<tenon::At<1, 0, 0>, tenon::Linear<40>>>, tenon::Instead<tenon::Linear<40, 64>, tenon::Linear<64>>>
#include "tenon/dsl.hpp"

using namespace tenon;

#ifdef CORRECTED
using Net = Sequential<Embedding<24>, CollectSkips<SkipBlock<Linear<40>, Linear<40, 64>, Linear<24>>, Linear<64>>>;
#else
using Net = Sequential<Embedding<24>, CollectSkips<SkipBlock<Linear<40>, Linear<24, 64>, Linear<24>>, Linear<64>>>;
#endif

static_assert(judge<Verdict<Net, Tokens<27, 8>>>());
