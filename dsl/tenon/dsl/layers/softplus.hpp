// SPDX-License-Identifier: BSL-1.0
//
// Softplus: any shape -> the same.
#pragma once

#include "tenon/dsl/joint.hpp"

namespace tenon {

/// y = log(1 + exp(x)) for each element. Source: torch.nn.Softplus with beta 1; exact, without its threshold.
struct Softplus {
    template <class In>
    static constexpr auto check() {
        return check_reals<In>();
    }

    template <class In>
    using Joint = PointwiseJoint<In>;
};

} // namespace tenon
