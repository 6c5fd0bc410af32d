// SPDX-License-Identifier: BSL-1.0
//
// A model in memory that ends with the line.
//
// says: memory takes a range that outlives the call but gets a temporary, which ends with this line: give it a name
// says clang 16: Misuse<tenon::detail::Memory, tenon::TakesLastingRange, tenon::GivesTemporary<std::vector<float, std::allocator<float>>>>
#include "tenon/model.hpp"

#include <vector>

using namespace tenon;

using Small = Model<Linear<3>, Shape<4>, float, Borrowed>;

float first() {
#ifdef CORRECTED
    std::vector<float> memory(Small::memory_size);
    Small model{memory};
#else
    Small model{std::vector<float>(Small::memory_size)};
#endif
    return model.parameter<"weight">()[0];
}
