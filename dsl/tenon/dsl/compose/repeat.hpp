// SPDX-License-Identifier: BSL-1.0
//
// Repeat: the same layers several times, each time with tensors of their own.
#pragma once

#include "tenon/dsl/compose/sequential.hpp"
#include "tenon/dsl/compose/stands_for.hpp"

#include <cstddef>
#include <string_view>
#include <type_traits>
#include <utility>

namespace tenon {

namespace detail {

template <class Layer, std::size_t... Turn>
Sequential<std::enable_if_t<(Turn >= 0), Layer>...> repeated(std::index_sequence<Turn...>);

/// A lone layer needs no list of its own.
template <class... Layers>
struct OneOrList {
    using type = Sequential<Layers...>;
};
template <class Only>
struct OneOrList<Only> {
    using type = Only;
};

/// More turns than this cost a compiler minutes.
inline constexpr int most_times = 1024;

template <int Times, class... Layers>
using Repeated = decltype(repeated<typename OneOrList<Layers...>::type>(
    std::make_index_sequence<(Times > 0 && Times <= most_times ? static_cast<std::size_t>(Times) : 0)>{}));

} // namespace detail

/// `Repeat<3, Linear<128>, Tanh>` is those two layers three times over. Tensors are named by turn and position,
/// `2.0.weight`; those of a lone layer by turn alone, `2.weight`.
template <int Times, class... Layers>
struct Repeat : StandsFor<detail::Repeated<Times, Layers...>> {
    static constexpr std::string_view header = "tenon/compose/repeat.hpp";
    static constexpr std::string_view text = "Repeat<n, layers...> with n from 1 to 1024 and 1 layer or more";

    template <class In>
    static constexpr auto check() {
        if constexpr (Times < 1 || Times > detail::most_times || sizeof...(Layers) == 0)
            return Unfit<TakesSpelling<Repeat>>{};
        else
            return Repeat::StandsFor::template check<In>();
    }
};

} // namespace tenon
