// SPDX-License-Identifier: BSL-1.0
//
// An Inspector, which moves nothing, is told an optimizer.
//
// says: an Inspector takes Batch<n>, and in any order a loss and a storage, but gets Adam, which is none of these
// says clang 16: Refused<tenon::NotAnOption<tenon::detail::AnInspector>
#include "tenon/inspector.hpp"
#include "tenon/tenon.hpp"

using namespace tenon;

using Small = Model<Sequential<Linear<5>, Tanh, Residual<Linear<5>>, Linear<3>>, Shape<4>>;

void use(Small& model) {
#ifdef CORRECTED
    Inspector<Small, Batch<2>> mode{model};
#else
    Inspector<Small, Batch<2>, Adam> mode{model};
#endif
}
