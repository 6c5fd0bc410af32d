// SPDX-License-Identifier: BSL-1.0
//
// An option of another layer in a Gelu.
//
// says: layer 1, Gelu<no_bias>, is not a spelling tenon knows: write Gelu<> or Gelu<tanh_form>
// says clang 16: Misfit<tenon::PlacedLayer<tenon::At<1>, tenon::Gelu<tenon::no_bias>>, tenon::TakesSpelling<tenon::Gelu<tenon::no_bias>>, tenon::Gets<tenon::Shape<8, 24>, tenon::PlacedLayer<tenon::At<0>, tenon::Linear<24>>>, tenon::Instead<>>
#include "tenon/dsl.hpp"

using namespace tenon;

#ifdef CORRECTED
using Net = Sequential<Linear<24>, Gelu<tanh_form>>;
#else
using Net = Sequential<Linear<24>, Gelu<no_bias>>;
#endif

static_assert(judge<Verdict<Net, Shape<8, 24>>>());
