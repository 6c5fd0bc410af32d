// SPDX-License-Identifier: BSL-1.0
//
// Relu: any shape -> the same.
#pragma once

#include "tenon/dsl/joint.hpp"

namespace tenon {

/// y = max(0, x); the gradient at 0 is 0 for each element.
struct Relu {
    template <class In>
    static constexpr auto check() {
        return check_reals<In>();
    }

    template <class In>
    using Joint = PointwiseJoint<In>;
};

} // namespace tenon
