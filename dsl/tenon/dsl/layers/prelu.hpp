// SPDX-License-Identifier: BSL-1.0
//
// PRelu: (…, features) -> the same, numbers below 0 scaled by a learned slope of their feature.
#pragma once

#include "tenon/dsl/joint.hpp"
#include "tenon/dsl/options.hpp"

#include <cstddef>
#include <string_view>

namespace tenon {

/// `PRelu<>` infers its features, `PRelu<features>` checks them.
///
/// y = x where x > 0 and weight · x elsewhere, for each element; the gradient at 0 is the slope. Each feature has a
/// slope of its own, `weight` (features), which is 0.25 at the start. Source: He et al., "Delving Deep into
/// Rectifiers", 2015; torch.nn.PReLU(features).
template <auto... Spec>
struct PRelu {
    static constexpr std::string_view header = "tenon/layers/prelu.hpp";
    static constexpr std::string_view text = "PRelu<> or PRelu<features> with at least 1 feature";

    template <class In>
    static constexpr auto check() {
        return detail::check_features<PRelu, detail::NoOption, In, Spec...>();
    }

    template <class In>
    struct Joint : JointDefaults {
        using Output = In;
        static constexpr auto parameters = tensors(TensorSpec{"weight", {In::features}, Init::quarters});
        /// Blocks of weight's gradient.
        static constexpr std::size_t training_scratch(std::size_t) { return sums_scratch(1, In::features); }
    };
};

} // namespace tenon
