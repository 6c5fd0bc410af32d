// SPDX-License-Identifier: BSL-1.0
//
// GlobalMaxPool: (positions, features) -> (features), the largest number of each feature.
#pragma once

#include "tenon/dsl/pooling.hpp"

#include <string_view>

namespace tenon {

/// y = max of x[t] over all positions, for each feature. NaN where there is one; equal numbers give the gradient to the
/// first. Source: torch.nn.AdaptiveMaxPool1d(1), channels last.
struct GlobalMaxPool : detail::GlobalPooling {
    static constexpr std::string_view header = "tenon/layers/global_max_pool.hpp";
};

} // namespace tenon
