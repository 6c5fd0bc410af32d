// SPDX-License-Identifier: BSL-1.0
//
// A misfit in the second block on a stream; the stream itself gives.
//
// says: layer 1.1.0, Linear<88, 24>, takes 88 features but its stream gives 24 (Shape<8, 24>): write Linear<24, 24> or Linear<24>
// says clang 16: Misfit<tenon::PlacedLayer<tenon::At<1, 1, 0>, tenon::Linear<88, 24>>, tenon::TakesFeatures<88>, tenon::Gets<tenon::Shape<8, 24>, tenon::ItsStream>, tenon::Instead<tenon::Linear<24, 24>, tenon::Linear<24>>>
#include "tenon/dsl.hpp"

using namespace tenon;

#ifdef CORRECTED
using Net =
    Sequential<Embedding<24>,
               CollectSkips<SkipBlock<Linear<24>, Linear<64>>, SkipBlock<Linear<24, 24>, Linear<64>>, Linear<64>>>;
#else
using Net =
    Sequential<Embedding<24>,
               CollectSkips<SkipBlock<Linear<24>, Linear<64>>, SkipBlock<Linear<88, 24>, Linear<64>>, Linear<64>>>;
#endif

static_assert(judge<Verdict<Net, Tokens<27, 8>>>());
