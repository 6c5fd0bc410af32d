// SPDX-License-Identifier: BSL-1.0
//
// What a mode may be told besides its model, in any order: each option is known by what it is.
#pragma once

#include "tenon/dsl/has_member.hpp"
#include "tenon/dsl/shape.hpp"
#include "tenon/misuse.hpp"

#include <cstddef>
#include <string_view>
#include <type_traits>

namespace tenon::detail {

template <class Type>
inline constexpr bool is_batch = false;
template <std::size_t Examples>
inline constexpr bool is_batch<Batch<Examples>> = true;
/// A batch that cannot be is not looked into.
template <std::size_t Examples>
struct Askable<Batch<Examples>> : std::type_identity<NoMembers> {};
template <class Type>
inline constexpr std::size_t examples_of = 0;
template <std::size_t Examples>
inline constexpr std::size_t examples_of<Batch<Examples>> = Examples;
template <class Type>
inline constexpr bool is_possible_batch = examples_of<Type> > 0 && examples_of<Type> <= largest_batch;

// The kinds of options. What has one part of a contract is taken for an attempt at the whole, which is then asked for.
struct BatchOption {
    static constexpr std::string_view name = "Batch";
    template <class Type>
    static constexpr bool is = is_batch<Type>;
};
struct OptimizerOption {
    static constexpr std::string_view name = "optimizer";
    template <class Type>
    static constexpr bool is = TENON_HAS_MEMBER(Type, update);
};
struct StorageOption {
    static constexpr std::string_view name = "storage";
    template <class Type>
    static constexpr bool is = TENON_HAS_MEMBER(Type, Block);
};
struct LossOption {
    static constexpr std::string_view name = "loss";
    template <class Type>
    static constexpr bool is = TENON_HAS_MEMBER(Type, Target) || TENON_HAS_MEMBER(Type, forward_backward);
};
struct RunOption {
    static constexpr std::string_view name = "way to run the net";
    template <class Type>
    static constexpr bool is = TENON_HAS_MEMBER(Type, Run);
};

/// The first of the options that is of a kind, or a default.
template <class Kind, class Default, class... Options>
struct Picked {
    using type = Default;
};
template <class Kind, class Default, class First, class... Rest>
struct Picked<Kind, Default, First, Rest...>
    : std::conditional_t<Kind::template is<First>, std::type_identity<First>, Picked<Kind, Default, Rest...>> {};
template <class Kind, class Default, class... Options>
using Option = typename Picked<Kind, Default, Options...>::type;

/// The batch among the options; one of a single example where there is none that could be.
template <class... Options>
using BatchOf = std::conditional_t<is_possible_batch<Option<BatchOption, void, Options...>>,
                                   Option<BatchOption, Batch<1>, Options...>, Batch<1>>;

/// What a mode takes, and what it needs at least: a batch.
template <class Mode, class... Kinds>
struct OptionRules {
    template <class Type>
    static constexpr bool is_known = (Kinds::template is<Type> || ...);

    /// The verdict on options behind others that are right.
    template <class... Options>
    struct Verdict {
        using type = Fits;
    };
    template <class First, class... Rest>
    struct Verdict<First, Rest...> {
        template <class Kind, class Second = Option<Kind, void, Rest...>>
        static constexpr bool is_twice = Kind::template is<First> && !std::is_void_v<Second>;
        static constexpr auto judge() {
            if constexpr (!is_known<First>)
                return Refused<NotAnOption<Mode>, First>{};
            else if constexpr ((is_twice<Kinds> || ...))
                return twice<Kinds...>();
            else
                return typename Verdict<Rest...>::type{};
        }
        template <class Kind, class... Others>
        static constexpr auto twice() {
            if constexpr (is_twice<Kind>)
                return Refused<OptionTwice<Mode, Kind>, First, Option<Kind, void, Rest...>>{};
            else
                return twice<Others...>();
        }
        using type = decltype(judge());
    };

    template <class... Options>
    static constexpr auto judge_all() {
        using Each = typename Verdict<Options...>::type;
        using Size = Option<BatchOption, void, Options...>;
        if constexpr (!Each::fits)
            return Each{};
        else if constexpr (std::is_void_v<Size>)
            return Refused<NoBatch<Mode>>{};
        else if constexpr (!is_possible_batch<Size>)
            return Refused<BatchOutOfRange<examples_of<Size>>>{};
        else
            return Fits{};
    }
    template <class... Options>
    using VerdictOf = decltype(judge_all<Options...>());
};

} // namespace tenon::detail
