// SPDX-License-Identifier: BSL-1.0
//
// Sigmoid: any shape -> the same.
#pragma once

#include "tenon/dsl/joint.hpp"

#include <string_view>

namespace tenon {

/// y = 1 / (1 + exp(-x)) for each element.
struct Sigmoid : Pointwise {
    static constexpr std::string_view header = "tenon/layers/sigmoid.hpp";
    static constexpr bool transcendental = true;
};

} // namespace tenon
