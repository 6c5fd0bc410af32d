// SPDX-License-Identifier: BSL-1.0
//
// Softsign: any shape -> the same.
#pragma once

#include "tenon/dsl/joint.hpp"

#include <string_view>

namespace tenon {

/// y = x / (1 + |x|) for each element.
struct Softsign : Pointwise {
    static constexpr std::string_view header = "tenon/layers/softsign.hpp";
};

} // namespace tenon
