// SPDX-License-Identifier: BSL-1.0
//
// A model in memory that is not there.
//
// says: a Model is made from nothing or a Generator{seed}, and for Borrowed its memory, but gets no memory
// says clang 16: Refused<tenon::ArgumentMissing<tenon::detail::AModel, tenon::detail::PlaceSlot<tenon::CheckedSpan<tenon::detail::Memory, float, tenon::detail::AtLeast<32>>>>>
#include "tenon/tenon.hpp"

using namespace tenon;

using Lent = Model<Linear<3>, Shape<4>, float, Borrowed>;

void use([[maybe_unused]] std::span<float> memory) {
#ifdef CORRECTED
    Lent model{memory};
#else
    Lent model{Generator{42}};
#endif
}
