// SPDX-License-Identifier: BSL-1.0
//
// What a net of 50 layers costs.
#include "layers.hpp"

using namespace compile_cost;

static_assert(parameter_count<Layers<50>, Shape<16>> == 22'325);
static_assert(std::is_same_v<Output<Layers<50>, Shape<16>>, Shape<41>>);
