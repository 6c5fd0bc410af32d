// SPDX-License-Identifier: BSL-1.0
//
// BatchNorm1d: (…, channels) -> the same, each channel brought to a learned mean and deviation over the batch.
#pragma once

#include "tenon/dsl/joint.hpp"
#include "tenon/dsl/options.hpp"

#include <cstddef>
#include <string_view>

namespace tenon {

/// `BatchNorm1d<>` infers its channels, `BatchNorm1d<channels>` checks them. Options:
///  - none: torch.nn.BatchNorm1d's convention. Normalises with the biased variance, keeps the unbiased one as
///  running_var.
///  - `unbiased`: the lecture's. Normalises with the unbiased variance too.
///  - `per_position`: statistics of each position over the batch alone, instead of over batch and positions.
///  - `NormEpsilon{1e-5}`, `NormMomentum{0.1}`: other numbers than these.
///
/// Training: y = gamma · (x - mean) / sqrt(var + epsilon) + beta, and running = (1 - momentum) · running + momentum ·
/// batch's. gamma is the tensor `weight`, beta is `bias`.
/// Evaluation: the same with the running statistics. Source: Ioffe and Szegedy, "Batch Normalization", 2015,
/// algorithm 1.
template <auto... Spec>
struct BatchNorm1d {
    static constexpr std::string_view header = "tenon/layers/batch_norm1d.hpp";
    static constexpr std::string_view text =
        "BatchNorm1d<> or BatchNorm1d<channels> with at least 1 channel, then any of unbiased, per_position, "
        "NormEpsilon{above 0} and NormMomentum{from 0 to 1} of at most nine digits, each once";
    static constexpr bool normalises_unbiased = detail::has_option<unbiased, Spec...>();
    static constexpr bool by_position = detail::has_option<per_position, Spec...>();
    static constexpr double epsilon = detail::number_in<NormEpsilon, Spec...>(1e-5);
    static constexpr double momentum = detail::number_in<NormMomentum, Spec...>(0.1);

    template <class In>
    static constexpr auto check() {
        return detail::check_features<BatchNorm1d, detail::OptionsOf<BatchNormOption, NormEpsilon, NormMomentum>, In,
                                      Spec...>();
    }

    template <class In>
    struct Joint : JointDefaults {
        using Output = In;
        /// Independent statistics: one for each channel, or for each channel of each position.
        static constexpr std::size_t groups = by_position ? In::size : In::features;
        static constexpr std::size_t values_per_example = In::size / groups;

        static constexpr auto parameters =
            tensors(TensorSpec{"weight", {In::features}, Init::ones}, TensorSpec{"bias", {In::features}, Init::zeros});
        static constexpr auto buffers = [] {
            constexpr Extents shape =
                by_position && In::positions > 1 ? Extents{In::positions, In::features} : Extents{In::features};
            return tensors(TensorSpec{"running_mean", shape, Init::zeros},
                           TensorSpec{"running_var", shape, Init::ones});
        }();
        /// The batch's mean and 1 / sqrt(var + eps).
        static constexpr std::size_t saved(std::size_t) { return 2 * aligned_size(groups); }
        static constexpr std::size_t training_scratch(std::size_t) { return sums_scratch(2, In::features); }
        static constexpr bool position_bound = by_position && In::positions > 1;
        /// 1 / sqrt(running_var + eps).
        static constexpr std::size_t evaluation_scratch(std::size_t) { return aligned_size(groups); }

        template <std::size_t Examples>
        static constexpr auto check_training() {
            if constexpr (Examples * values_per_example < 2)
                return Unfit<TakesSeveralValues<Examples>, Batch<2>>{};
            else
                return Fits{};
        }
    };
};

} // namespace tenon
