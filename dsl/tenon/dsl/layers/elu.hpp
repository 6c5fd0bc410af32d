// SPDX-License-Identifier: BSL-1.0
//
// Elu: any shape -> the same.
#pragma once

#include "tenon/dsl/joint.hpp"
#include "tenon/dsl/options.hpp"

#include <string_view>

namespace tenon {

/// y = x where x > 0 and alpha · (exp(x) - 1) elsewhere, for each element. `Elu<>` has an alpha of 1,
/// `Elu<Percent{50}>` one of 0.5. Source: Clevert et al., 2015; torch.nn.ELU.
template <auto... Spec>
struct Elu : Pointwise {
    static constexpr std::string_view header = "tenon/layers/elu.hpp";
    static constexpr bool transcendental = true;
    static constexpr std::string_view text = "Elu<> or Elu<Percent{p}> with p from 1 to 1000";
    static constexpr Percent alpha = detail::percent_in<Spec...>(Percent{100});

    template <class In>
    static constexpr auto check() {
        if constexpr (!detail::holds_percent<1, 1000, true, Spec...>())
            return Unfit<TakesSpelling<Elu>>{};
        else
            return check_reals<In>();
    }
};

} // namespace tenon
