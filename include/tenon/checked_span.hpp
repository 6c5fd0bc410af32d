// SPDX-License-Identifier: BSL-1.0
//
// Numbers that a caller gives. Their type, and their count where it is part of their type, are checked when the call
// compiles; a count known only when it runs is checked then.
#pragma once

#include "tenon/misuse.hpp"
#include "tenon/require.hpp"

#include <concepts>
#include <cstddef>
#include <initializer_list>
#include <ranges>
#include <span>
#include <type_traits>
#include <utility>

namespace tenon {

namespace detail {

/// Takes what is given where nothing will run, so that one mistake stays one error.
template <class Number>
struct Anything : std::span<Number> {
    template <class... Arguments>
    Anything(Arguments&&...) {}
};

/// Whether what is given is referred to for longer than a call.
template <class What>
inline constexpr bool is_kept = false;
template <>
inline constexpr bool is_kept<Memory> = true;
template <>
inline constexpr bool is_kept<KeptInputs> = true;
template <>
inline constexpr bool is_kept<KeptTargets> = true;

// How many numbers are taken.
/// Whole examples of `Each` numbers, `Least` to `Most` of them.
template <std::size_t Each, std::size_t Least, std::size_t Most>
struct Examples {
    static constexpr bool accepts(std::size_t count) {
        return count % Each == 0 && count / Each >= Least && count / Each <= Most;
    }
    /// A count that is accepted, near to one that is not.
    static constexpr std::size_t expected(std::size_t count) {
        const std::size_t examples = count / Each;
        return Each * (examples < Least ? Least : examples > Most ? Most : examples);
    }
};
/// As many examples as there are targets, which is known when both are there.
template <std::size_t Each>
struct ExamplesOfTargets {
    static constexpr bool accepts(std::size_t) { return true; }
    static constexpr std::size_t expected(std::size_t count) { return count; }
};
/// Any number: the call takes as many whole examples as there are.
struct AnyNumber {
    static constexpr bool is_any = true;
    static constexpr bool accepts(std::size_t) { return true; }
    static constexpr std::size_t expected(std::size_t count) { return count; }
};
template <std::size_t Least>
struct AtLeast {
    static constexpr bool accepts(std::size_t count) { return count >= Least; }
    static constexpr std::size_t expected(std::size_t) { return Least; }
};

template <std::size_t Each, std::size_t Least, std::size_t Most>
constexpr void say(Draft& draft, Word<Examples<Each, Least, Most>>) {
    constexpr bool unlimited = Most > static_cast<std::size_t>(-1) / 2;
    if (Least == Most)
        draft << Each * Least << " numbers (" << Least << " of " << Each << ')';
    else if (unlimited)
        draft << Each << " numbers for each of " << Least << " or more";
    else
        draft << Each << " numbers for each of " << Least << " to " << Most;
}
template <std::size_t Least>
constexpr void say(Draft& draft, Word<AtLeast<Least>>) {
    draft << Least << " numbers or more";
}
/// Whether a range is made of `Number`, and as many of them as `Rule` accepts where its type says how many. What
/// is kept is no temporary that owns its numbers.
template <class What, class Number, class Rule, class Given>
constexpr auto judge_range() {
    using Range = std::remove_reference_t<Given>;
    if constexpr (!std::ranges::contiguous_range<Range> || !std::ranges::sized_range<Range>) {
        return Misuse<What, TakesRangeOf<Number>, GivesNoRange<std::remove_cv_t<Range>>>{};
    } else if constexpr (is_kept<What> && !std::ranges::borrowed_range<Given>) {
        return Misuse<What, TakesLastingRange, GivesTemporary<Range>>{};
    } else {
        using View = decltype(std::span(std::declval<Range&>()));
        using Element = typename View::element_type;
        if constexpr (!std::is_convertible_v<Element(*)[], Number(*)[]>)
            return Misuse<What, TakesRangeOf<Number>, GivesRangeOf<Element>>{};
        else if constexpr (View::extent != std::dynamic_extent && !Rule::accepts(View::extent))
            return Misuse<What, Rule, GivesNumbers<View::extent>>{};
        else
            return Fits{};
    }
}

} // namespace detail

/// A span of `Number` made of any contiguous range of it, with as many numbers as `Rule` accepts. `What` is the word
/// for it in sentences. Throws std::invalid_argument for another count.
template <class What, class Number, class Rule>
class CheckedSpan : public std::span<Number> {
  public:
    template <class Range>
        requires(!std::derived_from<std::remove_cvref_t<Range>, CheckedSpan>)
    CheckedSpan(Range&& numbers) noexcept(requires { Rule::is_any; }) : std::span<Number>(viewed<Range>(numbers)) {
        static_assert(judge<Judged<Range>>());
        if (!Rule::accepts(this->size()) && Judged<Range>::fits)
            detail::require_size(detail::spoken<detail::Holds<What>>.data(), this->size(),
                                 Rule::expected(this->size()));
    }

    /// A list in braces has no type of its own; it is told to take one.
    template <class Listed>
    CheckedSpan(std::initializer_list<Listed>) {
        static_assert(judge<Misuse<What, TakesRangeOf<Number>, GivesBracedList<Listed>>>());
    }

    template <class Range>
    using Judged = decltype(detail::judge_range<What, Number, Rule, Range>());

  private:
    /// What does not fit was told above, and is nothing here.
    template <class Range>
    static std::span<Number> viewed([[maybe_unused]] std::remove_reference_t<Range>& numbers) {
        if constexpr (Judged<Range>::fits)
            return std::span<Number>(numbers);
        else
            return {};
    }
};

} // namespace tenon
