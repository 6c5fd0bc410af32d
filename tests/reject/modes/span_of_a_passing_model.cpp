// SPDX-License-Identifier: BSL-1.0
//
// Numbers of a model that ends with the line.
//
// says: a span of its numbers is asked of a Model that is a temporary, which ends with this line: give it a name
// says clang 16: Refused<tenon::OwnerThatEndsHere, tenon::detail::Named<tenon::Model<tenon::Linear<3>, tenon::Shape<4>, float, tenon::Heap>
#include "tenon/model.hpp"

using namespace tenon;

using Small = Model<Linear<3>, Shape<4>>;

float first() {
#ifdef CORRECTED
    Small model{Generator{1}};
    const auto weight = model.parameter<"weight">();
#else
    const auto weight = Small{Generator{1}}.parameter<"weight">();
#endif
    return weight[0];
}
