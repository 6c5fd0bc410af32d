// SPDX-License-Identifier: BSL-1.0
//
// Relu: any shape -> the same.
#pragma once

#include "tenon/dsl/joint.hpp"

#include <string_view>

namespace tenon {

/// y = max(0, x); the gradient at 0 is 0 for each element.
struct Relu : Pointwise {
    static constexpr std::string_view header = "tenon/layers/relu.hpp";
};

} // namespace tenon
