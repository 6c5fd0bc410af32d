// SPDX-License-Identifier: BSL-1.0
//
// Tanh: any shape -> the same.
#pragma once

#include "tenon/dsl/joint.hpp"

#include <string_view>

namespace tenon {

/// y = tanh(x) for each element.
struct Tanh : Pointwise {
    static constexpr std::string_view header = "tenon/layers/tanh.hpp";
    static constexpr bool transcendental = true;
};

} // namespace tenon
