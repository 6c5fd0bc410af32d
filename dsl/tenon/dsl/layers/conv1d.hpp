// SPDX-License-Identifier: BSL-1.0
//
// Conv1d: (positions, in) -> (positions, out), each output from several positions of the input.
#pragma once

#include "tenon/dsl/joint.hpp"
#include "tenon/dsl/options.hpp"

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace tenon {

/// `Conv1d<out, kernel>` infers the features it takes, `Conv1d<in, out, kernel>` checks them. Options: `Dilation{d}`,
/// `Stride{s}`, `Groups{g}`, `no_bias`, and one of `causal` and `same_length`; without these it is PyTorch's padding of
/// 0, and fewer positions come out than go in.
///
/// y[t] = bias + Σ x[s · t + d · j − front] · weight[j] over j < kernel, with zeros outside of x: front is (kernel − 1)
/// · d for causal, half of that for same_length, and 0 else. `weight` (kernel, in / groups, out) is standard normal /
/// sqrt(kernel · in / groups) at the start, `bias` (out) is zero; in files the weight is (out, in / groups, kernel).
/// Cost per position: kernel · in / groups · out multiply-adds forward, twice that backward. Source: torch.nn.Conv1d,
/// channels last; van den Oord et al., "WaveNet", 2016, section 2.1 for causal and dilated ones.
template <auto... Spec>
struct Conv1d {
    static constexpr std::string_view header = "tenon/layers/conv1d.hpp";
    static constexpr std::string_view text =
        "Conv1d<out, kernel> or Conv1d<in, out, kernel> with sizes of at least 1, then any of Dilation{n}, Stride{n}, "
        "Groups{n} (which divide out) with n of at least 1, no_bias, and causal or, without Stride, same_length";
    static constexpr auto sizes = detail::sizes_in<Spec...>();
    static constexpr bool checks_features = detail::count_of_sizes<Spec...> == 3;
    static constexpr std::size_t out = sizes[checks_features ? 1 : 0];
    static constexpr std::size_t kernel = sizes[checks_features ? 2 : 1];
    static constexpr std::size_t dilation = detail::count_in<Dilation, Spec...>();
    static constexpr std::size_t stride = detail::count_in<Stride, Spec...>();
    static constexpr std::size_t groups = detail::count_in<Groups, Spec...>();
    static constexpr bool bias = !detail::has_option<no_bias, Spec...>();
    static constexpr bool is_causal = detail::has_option<causal, Spec...>();
    static constexpr bool keeps_length = detail::has_option<same_length, Spec...>();
    /// Positions before one that it depends on.
    static constexpr std::size_t history = kernel == 0 ? 0 : (kernel - 1) * dilation;
    /// Zeros in front of the input, and behind it.
    static constexpr std::size_t front = is_causal ? history : keeps_length ? history / 2 : 0;
    static constexpr std::size_t back = keeps_length ? history - front : 0;

    template <class In>
    static constexpr auto check() {
        if constexpr (!is_well_spelled)
            return Unfit<TakesSpelling<Conv1d>>{};
        else if constexpr (!detail::is_shape<In>)
            return Unfit<TakesReals>{};
        else if constexpr (In::rank != 2)
            return Unfit<TakesSequence>{};
        else if constexpr (checks_features && sizes[0] != In::features)
            return respelled<In, Spec...>();
        else if constexpr (In::features % groups != 0)
            return Unfit<TakesFeaturesDivisibleBy<groups>>{};
        else if constexpr (front + In::positions + back <= history)
            return Unfit<TakesPositionsFrom<history + 1>>{};
        else
            return Fits{};
    }

    template <class In>
    struct Joint : JointDefaults {
        static constexpr std::size_t positions = (front + In::positions + back - history - 1) / Conv1d::stride + 1;
        using Output = Shape<positions, out>;
        static constexpr std::size_t in = In::features / groups;
        /// Positions with the zeros around them, and numbers that an output depends on.
        static constexpr std::size_t padded = front + In::positions + back;
        static constexpr std::size_t terms = kernel * in;

        static constexpr auto parameters = [] {
            constexpr TensorSpec weight{.name = "weight",
                                        .shape = {kernel, in, out},
                                        .init = Init::normal_by_fan_in,
                                        .transposed_in_files = true};
            if constexpr (bias)
                return tensors(weight, TensorSpec{"bias", {out}, Init::zeros});
            else
                return tensors(weight);
        }();
        static constexpr std::size_t forward_flops = 2 * positions * terms * out;
        static constexpr std::size_t backward_flops = 2 * forward_flops;

        /// An input with its zeros.
        static constexpr std::size_t padding_scratch() {
            return front + back > 0 ? aligned_size(padded * In::features) : 0;
        }
        static constexpr std::size_t evaluation_scratch(std::size_t) { return padding_scratch(); }
        /// Backward: what the outputs depend on, one group at a time, and its gradient of the outputs; the other half
        /// of weight's gradient, or blocks of bias'.
        static constexpr std::size_t unfolded(std::size_t batch) { return aligned_size(batch * positions * terms); }
        static constexpr std::size_t group_gradient(std::size_t batch) {
            return groups > 1 ? aligned_size(batch * positions * (out / groups)) : 0;
        }
        static constexpr std::size_t training_scratch(std::size_t batch) {
            return padding_scratch() + unfolded(batch) + group_gradient(batch) +
                   std::max(half_scratch(batch * positions, terms * out), bias ? sums_scratch(1, out) : 0);
        }

        static constexpr std::size_t window = history + 1;
        static constexpr std::size_t stride = Conv1d::stride;
        /// The last inputs; only what is causal, and as long as before, can go on.
        static constexpr std::size_t state(std::size_t frames) {
            return is_causal && Conv1d::stride == 1 ? ring_size(In::features, history, frames) : 0;
        }
    };

  private:
    static constexpr bool is_well_spelled =
        detail::well_spelled<2, 3, detail::OptionsOf<LinearOption, Conv1dOption, Dilation, Stride, Groups>,
                             Spec...>() &&
        !detail::has_option<aligned_rows, Spec...>() && !(is_causal && keeps_length) && !(keeps_length && stride > 1) &&
        out % groups == 0;

    template <class In, auto, auto Out, auto Kernel, auto... Options>
    static constexpr auto respelled() {
        return Unfit<TakesFeatures<sizes[0]>, Conv1d<detail::written<In::features>(), Out, Kernel, Options...>,
                     Conv1d<Out, Kernel, Options...>>{};
    }
};

} // namespace tenon
