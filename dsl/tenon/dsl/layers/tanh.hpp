// SPDX-License-Identifier: BSL-1.0
//
// Tanh: any shape -> the same.
#pragma once

#include "tenon/dsl/joint.hpp"

namespace tenon {

/// y = tanh(x) for each element.
struct Tanh {
    template <class In>
    static constexpr auto check() {
        return check_reals<In>();
    }

    template <class In>
    using Joint = PointwiseJoint<In>;
};

} // namespace tenon
