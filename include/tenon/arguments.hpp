// SPDX-License-Identifier: BSL-1.0
//
// What a mode is made from besides its model, in any order: each argument is known by its type, and has a slot.
#pragma once

#include "tenon/dsl/text.hpp"
#include "tenon/misuse.hpp"
#include "tenon/options.hpp"

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <type_traits>
#include <utility>

namespace tenon {

/// An optimizer or a loss whose type is not among the options of a mode that would take it.
template <class Mode>
struct NotAmongOptions {};

namespace detail {

template <class Mode, class Given>
constexpr void say(Draft& draft, Word<Refused<NotAmongOptions<Mode>, Given>>) {
    draft << Mode::name << " gets ";
    say_layer<Given>(draft);
    draft << ", which is not among its options: write " << Mode::example.substr(0, Mode::example.size() - 1) << ", ";
    say_layer<Given>(draft);
    draft << ">";
}

/// A whole number that random draws begin with; 0 where none is given.
struct SeedSlot {
    using Value = std::uint64_t;
    static constexpr bool is_needed = false;
    template <class Argument>
    static constexpr bool takes =
        std::integral<std::remove_cvref_t<Argument>> && !std::is_same_v<std::remove_cvref_t<Argument>, bool>;
    template <class Argument>
    static Value made(Argument&& argument) {
        return static_cast<Value>(argument);
    }
    static Value made() { return 0; }
};

/// An object of this very type; one made from nothing where none is given.
template <class Object>
struct ObjectSlot {
    using Value = Object;
    static constexpr auto what = spelling<Object>();
    static constexpr bool is_needed = !std::is_default_constructible_v<Object>;
    template <class Argument>
    static constexpr bool takes = std::is_same_v<std::remove_cvref_t<Argument>, Object>;
    template <class Argument>
    static Value made(Argument&& argument) {
        return std::forward<Argument>(argument);
    }
    static Value made()
        requires(!is_needed)
    {
        return Object();
    }
};

/// Something that is used and stays its owner's; nullptr where none is given.
template <class Object>
struct ReferenceSlot {
    using Value = Object*;
    static constexpr bool is_needed = false;
    template <class Argument>
    static constexpr bool takes = std::is_same_v<std::remove_reference_t<Argument>, Object>;
    template <class Argument>
    static Value made(Argument&& argument) {
        return &argument;
    }
    static Value made() { return nullptr; }
};

/// What a block of memory is made from, if it is made from anything.
template <class Place>
struct PlaceSlot {
    using Value = Place;
    static constexpr QualifiedName what = "memory";
    static constexpr bool is_needed = !std::is_default_constructible_v<Place>;
    template <class Argument>
    static constexpr bool takes = !std::is_empty_v<Place> && std::is_constructible_v<Place, Argument>;
    template <class Argument>
    static constexpr auto judge_argument() {
        if constexpr (requires { typename Place::template Judged<Argument>; })
            return typename Place::template Judged<Argument>{};
        else
            return Fits{};
    }
    template <class Argument>
    static Value made(Argument&& argument) {
        if constexpr (decltype(judge_argument<Argument>())::fits)
            return Place(std::forward<Argument>(argument));
        else
            std::abort(); // it was told above
    }
    static Value made()
        requires(!is_needed)
    {
        return Place{};
    }
};

/// Whether objects of a type are what a mode is made from, once their type is among its options.
template <class Mode, class Type>
consteval bool is_option_of() {
    if constexpr (OptimizerOption::is<Type>)
        return Mode::arguments.find(OptimizerOption::name) != std::string_view::npos;
    else if constexpr (LossOption::is<Type>)
        return Mode::arguments.find(LossOption::name) != std::string_view::npos;
    else
        return false;
}

/// The slots of a mode. An argument goes to the first of them that takes it.
template <class Mode, class... Slots>
struct ArgumentRules {
    static constexpr std::size_t count = sizeof...(Slots);
    template <class Argument>
    static constexpr std::size_t slot = [] {
        const std::array<bool, count> takes{Slots::template takes<Argument>...};
        std::size_t index = 0;
        while (index < count && !takes[index]) ++index;
        return index;
    }();
    template <class Slot>
    static constexpr std::size_t index = [] {
        const std::array<bool, count> same{std::is_same_v<Slot, Slots>...};
        std::size_t at = 0;
        while (!same[at]) ++at;
        return at;
    }();

    static constexpr Fits judge_each() { return {}; }
    template <class First, class... Rest>
    static constexpr auto judge_each(std::type_identity<First>, std::type_identity<Rest>... rest) {
        if constexpr (slot<First> == count && is_option_of<Mode, std::remove_cvref_t<First>>())
            return Refused<NotAmongOptions<Mode>, std::remove_cvref_t<First>>{};
        else if constexpr (slot<First> == count)
            return Refused<NotAnArgument<Mode>, std::remove_reference_t<First>>{};
        else if constexpr (((slot<First> == slot<Rest>) || ...))
            return Refused<ArgumentTwice<Mode>, std::remove_cvref_t<First>>{};
        else if constexpr (!decltype(judge_in<First, Slots...>())::fits)
            return judge_in<First, Slots...>();
        else
            return judge_each(rest...);
    }
    /// What the slot that takes an argument says of it.
    template <class Argument, class Slot, class... Others>
    static constexpr auto judge_in() {
        if constexpr (slot<Argument> != index<Slot>)
            return judge_in<Argument, Others...>();
        else if constexpr (requires { Slot::template judge_argument<Argument>(); })
            return Slot::template judge_argument<Argument>();
        else
            return Fits{};
    }
    template <class Slot, class... Arguments>
    static constexpr bool is_missing = Slot::is_needed && !((slot<Arguments> == index<Slot>) || ...);
    template <class... Arguments>
    static constexpr auto judge_all() {
        using Each = decltype(judge_each(std::type_identity<Arguments>{}...));
        if constexpr (!Each::fits)
            return Each{};
        else
            return judge_missing<Arguments...>(std::type_identity<Slots>{}...);
    }
    template <class... Arguments>
    static constexpr Fits judge_missing() {
        return {};
    }
    template <class... Arguments, class First, class... Rest>
    static constexpr auto judge_missing(std::type_identity<First>, std::type_identity<Rest>... rest) {
        if constexpr (is_missing<First, Arguments...>)
            return Refused<ArgumentMissing<Mode, First>>{};
        else
            return judge_missing<Arguments...>(rest...);
    }
    template <class... Arguments>
    using Verdict = decltype(judge_all<Arguments...>());

    /// What is in a slot. Arguments that do not fit were told, and then nothing runs.
    template <class Slot>
    static typename Slot::Value in() {
        if constexpr (requires { Slot::made(); })
            return Slot::made();
        else
            std::abort();
    }
    template <class Slot, class First, class... Rest>
    static typename Slot::Value in(First&& first, Rest&&... rest) {
        if constexpr (slot<First> == index<Slot>)
            return Slot::made(std::forward<First>(first));
        else
            return in<Slot>(std::forward<Rest>(rest)...);
    }
};

} // namespace detail
} // namespace tenon
