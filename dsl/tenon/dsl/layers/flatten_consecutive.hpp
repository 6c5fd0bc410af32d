// SPDX-License-Identifier: BSL-1.0
//
// FlattenConsecutive: (positions, features) -> (positions / n, n · features), a view.
#pragma once

#include "tenon/dsl/joint.hpp"
#include "tenon/dsl/options.hpp"

#include <cstddef>
#include <string_view>
#include <type_traits>

namespace tenon {

/// Joins every `n` neighbouring positions into one; where one position is left, its axis goes away.
/// Costs nothing: row-major order stays as it is. Source: the lecture's FlattenConsecutive.
template <auto... Spec>
struct FlattenConsecutive {
    static constexpr std::string_view text = "FlattenConsecutive<n> with n of at least 1";
    static constexpr std::size_t group = detail::sizes_in<Spec...>()[0];

    template <class In>
    static constexpr auto check() {
        if constexpr (!detail::well_spelled<1, 1, detail::NoOption, Spec...>())
            return Unfit<TakesSpelling<FlattenConsecutive>>{};
        else if constexpr (!detail::is_shape<In>)
            return Unfit<TakesReals>{};
        else
            return check_positions<In>();
    }

    template <class In>
    struct Joint : JointDefaults {
        static constexpr std::size_t left = In::positions / group;
        using Output = std::conditional_t<left == 1, Shape<In::size>, Shape<left, group * In::features>>;
        static constexpr bool view = true;
    };

  private:
    template <class In>
    static constexpr auto check_positions() {
        if constexpr (In::rank != 2)
            return Unfit<TakesSequence>{};
        else if constexpr (In::positions % group != 0)
            return Unfit<TakesPositionsDivisibleBy<group>>{};
        else
            return Fits{};
    }
};

} // namespace tenon
