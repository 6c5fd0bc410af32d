// SPDX-License-Identifier: BSL-1.0
//
// A generator that cannot draw.
//
// says: a Model is made from nothing or a Generator{seed}, and for Borrowed its memory, but gets const Generator
// says clang 16: Refused<tenon::NotAnArgument<tenon::detail::AModel>, const tenon::Generator>
#include "tenon/tenon.hpp"

using namespace tenon;

using Small = Model<Sequential<Linear<5>, Tanh, Linear<3>>, Shape<4>>;

void use() {
#ifdef CORRECTED
    Generator generator{42};
    Small model{generator};
#else
    const Generator generator{42};
    Small model{generator};
#endif
}
