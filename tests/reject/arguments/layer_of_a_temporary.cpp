// SPDX-License-Identifier: BSL-1.0
//
// What an Inspector shows, asked of one that ends with the line.
//
// says: a span of its numbers is asked of an Inspector that is a temporary, which ends with this line: give it a name
// says clang 16: Refused<tenon::OwnerThatEndsHere
#include "tenon/inspector.hpp"
#include "tenon/tenon.hpp"

using namespace tenon;

using Small = Model<Sequential<Linear<5>, Tanh, Residual<Linear<5>>, Linear<3>>, Shape<4>>;

void use(Small& model) {
#ifdef CORRECTED
    const Inspector<Small, Batch<2>> mode{model};
    (void)mode.output<"1">();
#else
    (void)Inspector<Small, Batch<2>>{model}.output<"1">();
#endif
}
