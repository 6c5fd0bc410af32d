// SPDX-License-Identifier: BSL-1.0
//
// What a net of 200 layers costs.
#include "layers.hpp"

using namespace compile_cost;

static_assert(parameter_count<Layers<200>, Shape<16>> == 525'550);
static_assert(std::is_same_v<Output<Layers<200>, Shape<16>>, Shape<116>>);
