// SPDX-License-Identifier: BSL-1.0
//
// A PRelu with one slope for all features, as torch.nn.PReLU() has it.
//
// says: layer 1, PRelu<1>, takes 1 feature but layer 0, Linear<24>, gives 24 (Shape<8, 24>): write PRelu<24> or PRelu<>
// says clang 16: Misfit<tenon::PlacedLayer<tenon::At<1>, tenon::PRelu<1>>, tenon::TakesFeatures<1>, tenon::Gets<tenon::Shape<8, 24>, tenon::PlacedLayer<tenon::At<0>, tenon::Linear<24>>>, tenon::Instead<tenon::PRelu<24>, tenon::PRelu<>>>
#include "tenon/dsl.hpp"

using namespace tenon;

#ifdef CORRECTED
using Net = Sequential<Linear<24>, PRelu<>>;
#else
using Net = Sequential<Linear<24>, PRelu<1>>;
#endif

static_assert(judge<Verdict<Net, Shape<8, 24>>>());
