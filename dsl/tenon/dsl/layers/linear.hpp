// SPDX-License-Identifier: BSL-1.0
//
// Linear: (…, in) -> (…, out), the same matrix and bias at every position.
#pragma once

#include "tenon/dsl/joint.hpp"
#include "tenon/dsl/options.hpp"

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace tenon {

/// `Linear<out>` infers the features it takes, `Linear<in, out>` checks them; `no_bias` leaves the bias out, and
/// `aligned_rows` pads the rows of weight to whole cache lines, which costs memory and makes evaluation of one example
/// faster: `ForEvaluation` adds it where that pays.
///
/// y = x · weight + bias, with `weight` (in, out) standard normal / sqrt(in) and `bias` (out) zero at the start.
/// Cost per position: in · out multiply-adds forward, twice that backward (dx included, wanted or not).
template <auto... Spec>
struct Linear {
    static constexpr std::string_view header = "tenon/layers/linear.hpp";
    static constexpr std::string_view text =
        "Linear<out> or Linear<in, out> with sizes of at least 1, then any of no_bias, aligned_rows";
    static constexpr auto sizes = detail::sizes_in<Spec...>();
    static constexpr std::size_t out = sizes[detail::count_of_sizes<Spec...> == 2 ? 1 : 0];
    static constexpr bool bias = !detail::has_option<no_bias, Spec...>();
    /// Reals between the starts of two rows of weight; what is behind `out` of them is not used.
    static constexpr std::size_t row = detail::has_option<aligned_rows, Spec...>() ? aligned_size(out) : out;

    template <class In>
    static constexpr auto check() {
        if constexpr (!detail::well_spelled<1, 2, LinearOption, Spec...>())
            return Unfit<TakesSpelling<Linear>>{};
        else if constexpr (!detail::is_shape<In>)
            return Unfit<TakesReals>{};
        else if constexpr (detail::count_of_sizes<Spec...> == 2 && sizes[0] != In::features)
            return respelled<In, Spec...>();
        else
            return Fits{};
    }

    template <class In>
    struct Joint : JointDefaults {
        using Output = WithFeatures<In, out>;
        static constexpr std::size_t in = In::features;
        static constexpr auto parameters = [] {
            constexpr TensorSpec weight{
                .name = "weight", .shape = {in, row}, .init = Init::normal_by_fan_in, .transposed_in_files = true};
            if constexpr (bias)
                return tensors(weight, TensorSpec{"bias", {out}, Init::zeros});
            else
                return tensors(weight);
        }();
        static constexpr std::size_t forward_flops = 2 * In::positions * in * out;
        static constexpr std::size_t backward_flops = 2 * forward_flops;
        /// The other half of weight's gradient, and then blocks of bias'.
        static constexpr std::size_t training_scratch(std::size_t batch) {
            return std::max(half_scratch(batch * In::positions, in * row), bias ? sums_scratch(1, out) : 0);
        }
    };

  private:
    template <class In, auto, auto Out, auto... Options>
    static constexpr auto respelled() {
        return Unfit<TakesFeatures<sizes[0]>, Linear<detail::written<In::features>(), Out, Options...>,
                     Linear<Out, Options...>>{};
    }
};

} // namespace tenon
