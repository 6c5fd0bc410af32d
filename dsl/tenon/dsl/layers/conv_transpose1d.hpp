// SPDX-License-Identifier: BSL-1.0
//
// ConvTranspose1d: (positions, in) -> (more positions, out), each input given to several positions of the output.
#pragma once

#include "tenon/dsl/joint.hpp"
#include "tenon/dsl/options.hpp"

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <utility>

namespace tenon {

/// `ConvTranspose1d<out, kernel>` infers the features it takes, `ConvTranspose1d<in, out, kernel>` checks them.
/// Options: `Stride{s}`, `Dilation{d}`, `Groups{g}`, `no_bias`, and `causal`. Without it the output is as long as it
/// gets, as with PyTorch's padding of 0: (positions − 1) · s + (kernel − 1) · d + 1; with it, it is cut to s ·
/// positions, so that each position gives s, which depend on none behind it.
///
/// y[t] = bias + Σ x[i] · weight[j]ᵀ over all i and j with s · i + d · j = t. `weight` (kernel, out / groups, in) is
/// standard normal / sqrt(kernel · out / groups) at the start, which is PyTorch's fan_in of a transposed convolution,
/// `bias` (out) is zero; in files the weight is (in, out / groups, kernel). Cost per position of the input: kernel · in
/// / groups · out multiply-adds forward, twice that backward. Source: torch.nn.ConvTranspose1d, channels last; Défossez
/// et al., "High Fidelity Neural Audio Compression", 2022, section 3.1 for causal ones.
template <auto... Spec>
struct ConvTranspose1d {
    static constexpr std::string_view header = "tenon/layers/conv_transpose1d.hpp";
    static constexpr std::string_view text =
        "ConvTranspose1d<out, kernel> or ConvTranspose1d<in, out, kernel> with sizes of at least 1, then any of "
        "Stride{n}, Dilation{n}, Groups{n} (which divide out) with n of at least 1, no_bias, and causal";
    static constexpr auto sizes = detail::sizes_in<Spec...>();
    static constexpr bool checks_features = detail::count_of_sizes<Spec...> == 3;
    static constexpr std::size_t out = sizes[checks_features ? 1 : 0];
    static constexpr std::size_t kernel = sizes[checks_features ? 2 : 1];
    static constexpr std::size_t dilation = detail::count_in<Dilation, Spec...>();
    static constexpr std::size_t stride = detail::count_in<Stride, Spec...>();
    static constexpr std::size_t groups = detail::count_in<Groups, Spec...>();
    static constexpr bool bias = !detail::has_option<no_bias, Spec...>();
    static constexpr bool is_causal = detail::has_option<causal, Spec...>();
    /// Positions of the output behind the first one that an input is given to.
    static constexpr std::size_t tail = kernel == 0 ? 0 : (kernel - 1) * dilation;
    /// The greatest number that divides stride and dilation.
    // std::gcd would cost every source that includes the language the time of <numeric>.
    static constexpr std::size_t common = [] {
        std::size_t divisor = stride, rest = dilation;
        while (rest > 0) divisor = std::exchange(rest, divisor % rest);
        return divisor;
    }();
    /// Positions of the input that one output depends on: every `stride / common`-th tap gives something to it, and
    /// the inputs of such taps lie `dilation / common` apart.
    static constexpr std::size_t window = tail / dilation / (stride / common) * (dilation / common) + 1;

    template <class In>
    static constexpr auto check() {
        if constexpr (!is_well_spelled)
            return Unfit<TakesSpelling<ConvTranspose1d>>{};
        else if constexpr (!detail::is_shape<In>)
            return Unfit<TakesReals>{};
        else if constexpr (In::rank != 2)
            return Unfit<TakesSequence>{};
        else if constexpr (checks_features && sizes[0] != In::features)
            return respelled<In, Spec...>();
        else if constexpr (In::features % groups != 0)
            return Unfit<TakesFeaturesDivisibleBy<groups>>{};
        else
            return Fits{};
    }

    template <class In>
    struct Joint : JointDefaults {
        /// Positions that inputs are given to, and those that there are.
        static constexpr std::size_t given = (In::positions - 1) * ConvTranspose1d::stride + tail + 1;
        static constexpr std::size_t positions = is_causal ? In::positions * ConvTranspose1d::stride : given;
        using Output = Shape<positions, out>;
        static constexpr std::size_t in = In::features / groups, group_out = out / groups;
        /// Numbers of a group that an input is given to.
        static constexpr std::size_t terms = kernel * group_out;

        static constexpr auto parameters = [] {
            constexpr TensorSpec weight{.name = "weight",
                                        .shape = {kernel, group_out, In::features},
                                        .init = Init::normal_by_fan_in,
                                        .transposed_in_files = true};
            if constexpr (bias)
                return tensors(weight, TensorSpec{"bias", {out}, Init::zeros});
            else
                return tensors(weight);
        }();
        static constexpr std::size_t forward_flops = 2 * In::positions * terms * In::features;
        static constexpr std::size_t backward_flops = 2 * forward_flops;

        /// Each input times each tap, one group at a time, before they are summed, and the inputs of the group.
        static constexpr std::size_t unfolded(std::size_t batch) { return aligned_size(batch * In::positions * terms); }
        static constexpr std::size_t evaluation_scratch(std::size_t batch) {
            return unfolded(batch) + (groups > 1 ? aligned_size(batch * In::positions * in) : 0);
        }
        /// Backward: what is given, as before, an example's dy with zeros behind it, and the other half of weight's
        /// gradient, or blocks of bias'.
        static constexpr std::size_t padding_scratch() { return given > positions ? aligned_size(given * out) : 0; }
        static constexpr std::size_t training_scratch(std::size_t batch) {
            return std::max(evaluation_scratch(batch),
                            unfolded(batch) + padding_scratch() +
                                std::max(half_scratch(batch * In::positions, terms * In::features),
                                         bias ? sums_scratch(1, out) : 0));
        }

        static constexpr std::size_t window = ConvTranspose1d::window;
        static constexpr bool upsamples = ConvTranspose1d::stride > 1;
        /// With gaps between the taps, several outputs may depend on fewer inputs than this tells.
        static constexpr std::size_t reach(std::size_t outputs) {
            return outputs == 1 ? window : (tail + outputs - 1) / ConvTranspose1d::stride + 1;
        }
    };

  private:
    static constexpr bool is_well_spelled =
        detail::well_spelled<2, 3, detail::OptionsOf<LinearOption, Conv1dOption, Dilation, Stride, Groups>,
                             Spec...>() &&
        !detail::has_option<aligned_rows, Spec...>() && !detail::has_option<same_length, Spec...>() &&
        out % groups == 0;

    template <class In, auto, auto Out, auto Kernel, auto... Options>
    static constexpr auto respelled() {
        return Unfit<TakesFeatures<sizes[0]>, ConvTranspose1d<detail::written<In::features>(), Out, Kernel, Options...>,
                     ConvTranspose1d<Out, Kernel, Options...>>{};
    }
};

} // namespace tenon
