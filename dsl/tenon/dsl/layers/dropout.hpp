// SPDX-License-Identifier: BSL-1.0
//
// Dropout: any shape -> the same, some of it left out in training.
#pragma once

#include "tenon/dsl/joint.hpp"
#include "tenon/dsl/options.hpp"

#include <cstddef>
#include <string_view>

namespace tenon {

/// `Dropout<Percent{20}>`: training sets each element to 0 with a probability of 0.2 and divides the others by 0.8, so
/// that the mean stays; evaluation leaves everything as it is. Which elements are dropped follows from the Trainer's
/// seed, the step and the layer's place. Source: Srivastava et al., 2014; torch.nn.Dropout.
template <auto... Spec>
struct Dropout {
    static constexpr std::string_view header = "tenon/layers/dropout.hpp";
    static constexpr std::string_view text = "Dropout<Percent{p}> with p from 0 to 99";
    static constexpr Percent dropped = detail::percent_in<Spec...>(Percent{0});

    template <class In>
    static constexpr auto check() {
        if constexpr (!detail::holds_percent<0, 99, false, Spec...>())
            return Unfit<TakesSpelling<Dropout>>{};
        else
            return check_reals<In>();
    }

    template <class In>
    struct Joint : JointDefaults {
        using Output = In;
        /// What each element was multiplied by.
        static constexpr std::size_t saved(std::size_t batch) { return batch * In::size; }
    };
};

} // namespace tenon
