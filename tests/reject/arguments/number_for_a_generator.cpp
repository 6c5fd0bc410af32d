// SPDX-License-Identifier: BSL-1.0
//
// A number in the place of a generator.
//
// says: a Model is made from nothing or a Generator{seed}, and for Borrowed its memory, but gets int
// says clang 16: Refused<tenon::NotAnArgument<tenon::detail::AModel>, int>
#include "tenon/tenon.hpp"

using namespace tenon;

using Small = Model<Sequential<Linear<5>, Tanh, Linear<3>>, Shape<4>>;

void use() {
#ifdef CORRECTED
    Small model{Generator{42}};
#else
    Small model{42};
#endif
}
