// SPDX-License-Identifier: BSL-1.0
//
// GlobalAvgPool: (positions, features) -> (features), the mean of each feature.
#pragma once

#include "tenon/dsl/pooling.hpp"

#include <string_view>

namespace tenon {

/// y = the mean of x[t] over all positions, for each feature. Source: Lin et al., "Network In Network", 2013, section
/// 3.2; torch.nn.AdaptiveAvgPool1d(1), channels last.
struct GlobalAvgPool : detail::GlobalPooling {
    static constexpr std::string_view header = "tenon/layers/global_avg_pool.hpp";
};

} // namespace tenon
