// SPDX-License-Identifier: BSL-1.0
//
// LayerNorm: (…, features) -> the same, each position brought to a learned mean and deviation.
#pragma once

#include "tenon/dsl/joint.hpp"
#include "tenon/dsl/options.hpp"

#include <cstddef>
#include <string_view>

namespace tenon {

/// `LayerNorm<>` infers its features, `LayerNorm<features>` checks them; `LayerNorm<NormEpsilon{1e-6}>` has another
/// epsilon than 1e-5.
///
/// y = gamma · (x - mean) / sqrt(var + epsilon) + beta with the mean and the biased variance of each position's
/// features, in training and evaluation alike; gamma is the tensor `weight`, beta is `bias`. Source: Ba et al., "Layer
/// Normalization", 2016; torch.nn.LayerNorm.
template <auto... Spec>
struct LayerNorm {
    static constexpr std::string_view header = "tenon/layers/layer_norm.hpp";
    static constexpr std::string_view text = "LayerNorm<> or LayerNorm<features> with at least 1 feature, then "
                                             "NormEpsilon{above 0} of at most nine digits or nothing";
    static constexpr double epsilon = detail::number_in<NormEpsilon, Spec...>(1e-5);

    template <class In>
    static constexpr auto check() {
        return detail::check_features<LayerNorm, NormEpsilon, In, Spec...>();
    }

    template <class In>
    struct Joint : JointDefaults {
        using Output = In;
        static constexpr auto parameters =
            tensors(TensorSpec{"weight", {In::features}, Init::ones}, TensorSpec{"bias", {In::features}, Init::zeros});
        /// Each position's mean and 1 / sqrt(var + eps).
        static constexpr std::size_t saved(std::size_t batch) { return 2 * aligned_size(batch * In::positions); }
    };
};

} // namespace tenon
