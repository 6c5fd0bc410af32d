// SPDX-License-Identifier: BSL-1.0
//
// A layer that the net does not have.
//
// says: the net has no layer 2.1: it has 0, 1, 2, 2.0, 3
// says clang 16: Refused<tenon::NoSuchLayer<tenon::Sequential<tenon::Linear<5>, tenon::Tanh, tenon::Residual<tenon::Linear<5>>, tenon::Linear<3>>, tenon::Shape<4>
#include "tenon/inspector.hpp"
#include "tenon/tenon.hpp"

using namespace tenon;

using Small = Model<Sequential<Linear<5>, Tanh, Residual<Linear<5>>, Linear<3>>, Shape<4>>;

void use(Small& model) {
#ifdef CORRECTED
    const Inspector<Small, Batch<2>> mode{model};
    (void)mode.output<"2.0">();
#else
    const Inspector<Small, Batch<2>> mode{model};
    (void)mode.output<"2.1">();
#endif
}
