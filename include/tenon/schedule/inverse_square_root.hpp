// SPDX-License-Identifier: BSL-1.0
//
// A learning rate that rises at first and then falls as the inverse square root.
#pragma once

#include "tenon/dsl/compiler.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace tenon {

/// `InverseSquareRoot{.peak = 0.1F, .warmup = 4000}`: the rate rises evenly to `peak` in step number `warmup`, counted
/// from 1, and then falls as 1 / sqrt(step). Source: Vaswani et al., "Attention is all you need", 2017, equation 3, by
/// its largest rate.
struct InverseSquareRoot {
    float peak;
    std::size_t warmup = 1;

    [[nodiscard]] float operator()(std::size_t step) const {
        const auto number = static_cast<double>(step + 1), rise = static_cast<double>(std::max<std::size_t>(warmup, 1));
        return static_cast<float>(peak * std::min(number / rise, std::sqrt(rise / number)));
    }
};

} // namespace tenon
