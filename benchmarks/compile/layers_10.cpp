// SPDX-License-Identifier: BSL-1.0
//
// What a net of 10 layers costs.
#include "layers.hpp"

using namespace compile_cost;

static_assert(parameter_count<Layers<10>, Shape<16>> == 1'815);
static_assert(std::is_same_v<Output<Layers<10>, Shape<16>>, Shape<21>>);
