// SPDX-License-Identifier: BSL-1.0
//
// LeakyRelu: any shape -> the same.
#pragma once

#include "tenon/dsl/joint.hpp"
#include "tenon/dsl/options.hpp"

#include <string_view>

namespace tenon {

/// y = x where x > 0 and slope · x elsewhere, for each element; the gradient at 0 is slope. `LeakyRelu<>` has a slope
/// of 0.01, `LeakyRelu<Percent{20}>` one of 0.2. Source: Maas et al., 2013; torch.nn.LeakyReLU.
template <auto... Spec>
struct LeakyRelu : Pointwise {
    static constexpr std::string_view header = "tenon/layers/leaky_relu.hpp";
    static constexpr std::string_view text = "LeakyRelu<> or LeakyRelu<Percent{p}> with p from 0 to 100";
    static constexpr Percent slope = detail::percent_in<Spec...>(Percent{1});

    template <class In>
    static constexpr auto check() {
        if constexpr (!detail::holds_percent<0, 100, true, Spec...>())
            return Unfit<TakesSpelling<LeakyRelu>>{};
        else
            return check_reals<In>();
    }
};

} // namespace tenon
