// SPDX-License-Identifier: BSL-1.0
//
// Silu: any shape -> the same.
#pragma once

#include "tenon/dsl/joint.hpp"

#include <string_view>

namespace tenon {

/// y = x · sigmoid(x) for each element. Source: Elfwing et al., 2017; torch.nn.SiLU.
struct Silu : Pointwise {
    static constexpr std::string_view header = "tenon/layers/silu.hpp";
    static constexpr bool transcendental = true;
};

} // namespace tenon
