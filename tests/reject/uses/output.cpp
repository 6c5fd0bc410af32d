// SPDX-License-Identifier: BSL-1.0
//
// The first use asks for the output's shape.
//
// says: layer 2, Linear<24, 128>, takes 24 features but layer 1, FlattenConsecutive<2>, gives 48 (Shape<4, 48>): write Linear<48, 128> or Linear<128>
// says clang 16: Misfit<tenon::PlacedLayer<tenon::At<2>, tenon::Linear<24, 128>>, tenon::TakesFeatures<24>, tenon::Gets<tenon::Shape<4, 48>, tenon::PlacedLayer<tenon::At<1>, tenon::FlattenConsecutive<2>>>, tenon::Instead<tenon::Linear<48, 128>, tenon::Linear<128>>>
#include "tenon/dsl.hpp"

using namespace tenon;

#ifdef CORRECTED
using Net = Sequential<Embedding<24>, FlattenConsecutive<2>, Linear<48, 128>>;
#else
using Net = Sequential<Embedding<24>, FlattenConsecutive<2>, Linear<24, 128>>;
#endif

using Given = Output<Net, Tokens<27, 8>>;
