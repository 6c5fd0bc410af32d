// SPDX-License-Identifier: BSL-1.0
//
// Memory for a model that takes its own.
//
// says: a Model is made from nothing or a Generator{seed}, and for Borrowed its memory, but gets std::span<float>
// says clang 16: Refused<tenon::NotAnArgument<tenon::detail::AModel>, std::span<float, 18446744073709551615>>
#include "tenon/tenon.hpp"

using namespace tenon;

using Small = Model<Sequential<Linear<5>, Tanh, Linear<3>>, Shape<4>>;

void use([[maybe_unused]] std::span<float> memory) {
#ifdef CORRECTED
    Small model;
#else
    Small model{memory};
#endif
}
