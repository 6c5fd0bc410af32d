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
    static constexpr std::string_view header = "tenon/layers/flatten_consecutive.hpp";
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
        static constexpr std::size_t window = group;
        static constexpr std::size_t stride = group;
    };

  private:
    /// The numbers nearest to `group` that divide so many positions; 0 where there is none.
    static constexpr std::size_t divisor_below(std::size_t positions) {
        std::size_t nearest = 0;
        for (std::size_t divisor = 1; divisor * divisor <= positions; ++divisor) {
            if (positions % divisor != 0) continue;
            for (std::size_t one : {divisor, positions / divisor}) {
                if (one > 1 && one <= group && one > nearest) nearest = one;
            }
        }
        return nearest;
    }
    static constexpr std::size_t divisor_above(std::size_t positions) {
        std::size_t nearest = 0;
        for (std::size_t divisor = 1; divisor * divisor <= positions; ++divisor) {
            if (positions % divisor != 0) continue;
            for (std::size_t one : {divisor, positions / divisor}) {
                if (one >= group && (nearest == 0 || one < nearest)) nearest = one;
            }
        }
        return nearest;
    }
    template <class In, std::size_t Below, std::size_t Above>
    static constexpr auto with_divisors() {
        using Takes = TakesPositionsDivisibleBy<group>;
        if constexpr (Below > 0 && Above > 0)
            return Unfit<Takes, FlattenConsecutive<detail::written<Below>()>,
                         FlattenConsecutive<detail::written<Above>()>>{};
        else if constexpr (Below + Above > 0)
            return Unfit<Takes, FlattenConsecutive<detail::written<Below + Above>()>>{};
        else
            return Unfit<Takes>{};
    }

    template <class In>
    static constexpr auto check_positions() {
        if constexpr (In::rank != 2)
            return Unfit<TakesSequence>{};
        else if constexpr (In::positions % group != 0)
            return with_divisors<In, divisor_below(In::positions), divisor_above(In::positions)>();
        else
            return Fits{};
    }
};

} // namespace tenon
