// SPDX-License-Identifier: BSL-1.0
//
// Softplus: any shape -> the same.
#pragma once

#include "tenon/dsl/joint.hpp"

#include <string_view>

namespace tenon {

/// y = log(1 + exp(x)) for each element. Source: torch.nn.Softplus with beta 1; exact, without its threshold.
struct Softplus : Pointwise {
    static constexpr std::string_view header = "tenon/layers/softplus.hpp";
    static constexpr bool transcendental = true;
};

} // namespace tenon
