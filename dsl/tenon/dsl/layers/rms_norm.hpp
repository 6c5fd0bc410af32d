// SPDX-License-Identifier: BSL-1.0
//
// RmsNorm: (…, features) -> the same, each position brought to a learned size.
#pragma once

#include "tenon/dsl/joint.hpp"
#include "tenon/dsl/options.hpp"

#include <cstddef>
#include <string_view>

namespace tenon {

/// `RmsNorm<>` infers its features, `RmsNorm<features>` checks them; `RmsNorm<NormEpsilon{1e-6}>` has another epsilon
/// than 1e-5.
///
/// y = gamma · x / sqrt(mean(x²) + epsilon) with the mean over each position's features; gamma is the tensor `weight`.
/// Source: Zhang and Sennrich, "Root Mean Square Layer Normalization", 2019; torch.nn.RMSNorm.
template <auto... Spec>
struct RmsNorm {
    static constexpr std::string_view header = "tenon/layers/rms_norm.hpp";
    static constexpr std::string_view text = "RmsNorm<> or RmsNorm<features> with at least 1 feature, then "
                                             "NormEpsilon{above 0} of at most nine digits or nothing";
    static constexpr double epsilon = detail::number_in<NormEpsilon, Spec...>(1e-5);

    template <class In>
    static constexpr auto check() {
        return detail::check_features<RmsNorm, NormEpsilon, In, Spec...>();
    }

    template <class In>
    struct Joint : JointDefaults {
        using Output = In;
        static constexpr auto parameters = tensors(TensorSpec{"weight", {In::features}, Init::ones});
        /// Each position's 1 / sqrt(mean(x²) + eps).
        static constexpr std::size_t saved(std::size_t batch) { return aligned_size(batch * In::positions); }
    };
};

} // namespace tenon
