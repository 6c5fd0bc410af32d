// SPDX-License-Identifier: BSL-1.0
//
// Whether a net can run here: every layer and form of it needs its header of the machine. The first one that is missing
// is told by its place.
#pragma once

#include "tenon/dsl/check.hpp"
#include "tenon/dsl/compose/stands_for.hpp"
#include "tenon/lowered.hpp"

#include <boost/hana/tuple.hpp>

#include <type_traits>

namespace tenon::detail {

template <class Type, class In>
concept is_lowered = requires { sizeof(Lowered<Type, In>); };

template <class Type, class In>
constexpr auto lowered_verdict();

/// The first stage of a list that does not run.
constexpr Fits stages_verdict() { return {}; }
template <class First, class... Rest>
constexpr auto stages_verdict(First, Rest... rest) {
    using Stage = typename First::type;
    using Verdict = decltype(located<Stage>(lowered_verdict<typename Stage::Type, typename Stage::Input>()));
    if constexpr (Verdict::fits)
        return stages_verdict(rest...);
    else
        return Verdict{};
}
template <class... Stages>
constexpr auto list_verdict(hana::tuple<Stages...>) {
    return stages_verdict(Stages{}...);
}

/// A form is asked before its layers: its header brings that of what it stands for.
template <class Type, class In>
constexpr auto lowered_verdict() {
    if constexpr (!is_lowered<Type, In>) {
        return Unfit<TakesLowered>{};
    } else if constexpr (requires { typename Type::Expansion; }) {
        using Expansion = typename Type::Expansion;
        if constexpr (Type::fused) // does without the list that it stands for
            return shown<&Type::shown>(list_verdict(typename Expansion::template Joint<In>::List{}));
        else
            return shown<&Type::shown>(final_verdict<Expansion, In>(lowered_verdict<Expansion, In>()));
    } else if constexpr (requires { typename Type::template Joint<In>::List; }) {
        return list_verdict(typename Type::template Joint<In>::List{});
    } else {
        return Fits{};
    }
}

/// The verdict on a net that fits its input.
template <class Net, class In>
using LoweredVerdict = decltype(final_verdict<Net, In>(lowered_verdict<Net, In>()));

} // namespace tenon::detail
