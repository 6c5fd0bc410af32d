// SPDX-License-Identifier: BSL-1.0
//
// Hardtanh: any shape -> the same.
#pragma once

#include "tenon/dsl/joint.hpp"

#include <string_view>

namespace tenon {

/// y = max(−1, min(1, x)) for each element.
struct Hardtanh : Pointwise {
    static constexpr std::string_view header = "tenon/layers/hardtanh.hpp";
};

} // namespace tenon
