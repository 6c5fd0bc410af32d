// SPDX-License-Identifier: BSL-1.0
//
// A convolution of sixteen features gets eight.
//
// says: layer 1, Conv1d<16, 4, 3, causal>, takes 16 features but layer 0, Linear<8>, gives 8 (Shape<9, 8>): write Conv1d<8, 4, 3, causal> or Conv1d<4, 3, causal>
// says clang 16: Misfit<tenon::PlacedLayer<tenon::At<1>, tenon::Conv1d<16, 4, 3, tenon::causal>>, tenon::TakesFeatures<16>, tenon::Gets<tenon::Shape<9, 8>, tenon::PlacedLayer<tenon::At<0>, tenon::Linear<8>>>, tenon::Instead<tenon::Conv1d<8, 4, 3, tenon::causal>, tenon::Conv1d<4, 3, tenon::causal>>>
#include "tenon/dsl.hpp"

using namespace tenon;

#ifdef CORRECTED
using Net = Sequential<Linear<8>, Conv1d<4, 3, causal>>;
#else
using Net = Sequential<Linear<8>, Conv1d<16, 4, 3, causal>>;
#endif

static_assert(judge<Verdict<Net, Shape<9, 2>>>());
