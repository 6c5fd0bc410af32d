// SPDX-License-Identifier: BSL-1.0
//
// Gelu: any shape -> the same.
#pragma once

#include "tenon/dsl/joint.hpp"
#include "tenon/dsl/options.hpp"

#include <string_view>

namespace tenon {

/// y = x · Φ(x) for each element, Φ being the standard normal's distribution: `Gelu<>` exactly, `Gelu<tanh_form>` with
/// Φ(x) = (1 + tanh(√(2/π) · (x + 0.044715 x³))) / 2, as in GPT-2. Source: Hendrycks and Gimpel, 2016; torch.nn.GELU.
template <auto... Spec>
struct Gelu : Pointwise {
    static constexpr std::string_view header = "tenon/layers/gelu.hpp";
    static constexpr bool transcendental = true;
    static constexpr std::string_view text = "Gelu<> or Gelu<tanh_form>";
    static constexpr bool by_tanh = detail::has_option<tanh_form, Spec...>();

    template <class In>
    static constexpr auto check() {
        if constexpr (!detail::well_spelled<0, 0, GeluOption, Spec...>())
            return Unfit<TakesSpelling<Gelu>>{};
        else
            return check_reals<In>();
    }
};

} // namespace tenon
