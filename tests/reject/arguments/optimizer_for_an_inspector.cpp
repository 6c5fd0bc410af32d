// SPDX-License-Identifier: BSL-1.0
//
// An Inspector, which moves nothing, is given an optimizer.
//
// says: an Inspector is made from its model, and in any order a loss, a seed, and for Borrowed its memory, but gets Adam
// says clang 16: Refused<tenon::NotAnArgument<tenon::detail::AnInspector>
#include "tenon/inspector.hpp"
#include "tenon/tenon.hpp"

using namespace tenon;

using Small = Model<Sequential<Linear<5>, Tanh, Residual<Linear<5>>, Linear<3>>, Shape<4>>;

void use(Small& model) {
#ifdef CORRECTED
    Inspector<Small, Batch<2>> mode{model, 3};
#else
    Inspector<Small, Batch<2>> mode{model, Adam{}};
#endif
}
