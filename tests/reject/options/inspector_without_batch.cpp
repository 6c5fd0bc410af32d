// SPDX-License-Identifier: BSL-1.0
//
// An Inspector that does not know its batch.
//
// says: an Inspector needs to know how many examples it takes at once: write Inspector<Model, Batch<32>>
// says clang 16: Refused<tenon::NoBatch<tenon::detail::AnInspector>>
#include "tenon/inspector.hpp"
#include "tenon/tenon.hpp"

using namespace tenon;

using Small = Model<Sequential<Linear<5>, Tanh, Residual<Linear<5>>, Linear<3>>, Shape<4>>;

void use(Small& model) {
#ifdef CORRECTED
    Inspector<Small, Batch<2>> mode{model};
#else
    Inspector<Small> mode{model};
#endif
}
