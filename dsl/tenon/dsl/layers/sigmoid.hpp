// SPDX-License-Identifier: BSL-1.0
//
// Sigmoid: any shape -> the same.
#pragma once

#include "tenon/dsl/joint.hpp"

namespace tenon {

/// y = 1 / (1 + exp(-x)) for each element.
struct Sigmoid {
    template <class In>
    static constexpr auto check() {
        return check_reals<In>();
    }

    template <class In>
    using Joint = PointwiseJoint<In>;
};

} // namespace tenon
