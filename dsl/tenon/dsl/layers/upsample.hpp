// SPDX-License-Identifier: BSL-1.0
//
// Upsample: (positions, features) -> (factor · positions, features), each position several times.
#pragma once

#include "tenon/dsl/joint.hpp"
#include "tenon/dsl/options.hpp"

#include <cstddef>
#include <string_view>

namespace tenon {

/// `Upsample<factor>`: y[t] = x[⌊t / factor⌋], the nearest neighbour. Source: torch.nn.Upsample(scale_factor=factor,
/// mode="nearest"), channels last.
template <auto... Spec>
struct Upsample {
    static constexpr std::string_view header = "tenon/layers/upsample.hpp";
    static constexpr std::string_view text = "Upsample<factor> with a factor of at least 1";
    static constexpr std::size_t factor = detail::sizes_in<Spec...>()[0];

    template <class In>
    static constexpr auto check() {
        if constexpr (!detail::well_spelled<1, 1, detail::NoOption, Spec...>())
            return Unfit<TakesSpelling<Upsample>>{};
        else if constexpr (!detail::is_shape<In>)
            return Unfit<TakesReals>{};
        else if constexpr (In::rank != 2)
            return Unfit<TakesSequence>{};
        else
            return Fits{};
    }

    template <class In>
    struct Joint : JointDefaults {
        using Output = Shape<factor * In::positions, In::features>;
        static constexpr bool upsamples = factor > 1;
        static constexpr std::size_t reach(std::size_t outputs) { return (outputs + factor - 2) / factor + 1; }
    };
};

} // namespace tenon
