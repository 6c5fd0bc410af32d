// SPDX-License-Identifier: BSL-1.0
//
// Silu: any shape -> the same.
#pragma once

#include "tenon/dsl/joint.hpp"

namespace tenon {

/// y = x · sigmoid(x) for each element. Source: Elfwing et al., 2017; torch.nn.SiLU.
struct Silu {
    template <class In>
    static constexpr auto check() {
        return check_reals<In>();
    }

    template <class In>
    using Joint = PointwiseJoint<In>;
};

} // namespace tenon
