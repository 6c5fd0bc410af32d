// SPDX-License-Identifier: BSL-1.0
//
// Softmax: (…, classes) -> the same, each position's numbers made positive with a sum of 1.
#pragma once

#include "tenon/dsl/joint.hpp"

#include <string_view>

namespace tenon {

/// y = exp(x) / Σ exp(x) over the last axis. For training on classes, leave it out: `CrossEntropy` takes logits.
/// Source: Bridle 1990; torch.nn.Softmax(dim=-1).
struct Softmax {
    static constexpr std::string_view header = "tenon/layers/softmax.hpp";
    template <class In>
    static constexpr auto check() {
        return check_reals<In>();
    }

    template <class In>
    struct Joint : JointDefaults {
        using Output = In;
    };
};

} // namespace tenon
