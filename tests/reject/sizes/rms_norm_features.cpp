// SPDX-License-Identifier: BSL-1.0
//
// An RmsNorm over positions instead of features.
//
// says: layer 0, RmsNorm<8>, takes 8 features but the input gives 24 (Shape<8, 24>): write RmsNorm<24> or RmsNorm<>
// says clang 16: Misfit<tenon::PlacedLayer<tenon::At<0>, tenon::RmsNorm<8>>, tenon::TakesFeatures<8>, tenon::Gets<tenon::Shape<8, 24>, tenon::NetInput>, tenon::Instead<tenon::RmsNorm<24>, tenon::RmsNorm<>>>
#include "tenon/dsl.hpp"

using namespace tenon;

#ifdef CORRECTED
using Net = Sequential<RmsNorm<24>, Linear<64>>;
#else
using Net = Sequential<RmsNorm<8>, Linear<64>>;
#endif

static_assert(judge<Verdict<Net, Shape<8, 24>>>());
