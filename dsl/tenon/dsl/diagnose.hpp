// SPDX-License-Identifier: BSL-1.0
//
// Every sentence that tenon says about a net that does not fit, and the one way to make one a compile error.
#pragma once

#include "tenon/dsl/shape.hpp"
#include "tenon/dsl/text.hpp"
#include "tenon/dsl/verdict.hpp"

#include <cstddef>

namespace tenon {

namespace detail {

using Draft = Text<1024>;

/// Stands for a type in a call, so that an overload can be chosen without a value of it.
template <class Type>
struct Word {};

constexpr void say(Draft& draft, Word<TakesReals>) { draft << "takes real numbers (a Shape)"; }
constexpr void say(Draft& draft, Word<TakesTokens>) { draft << "takes tokens"; }
constexpr void say(Draft& draft, Word<TakesSequence>) { draft << "takes two axes (positions, features)"; }
constexpr void say(Draft& draft, Word<TakesClasses>) { draft << "takes one axis (classes)"; }
template <std::size_t Features>
constexpr void say(Draft& draft, Word<TakesFeatures<Features>>) {
    draft << "takes " << Features << " features";
}
template <std::size_t Largest>
constexpr void say(Draft& draft, Word<TakesVocabulary<Largest>>) {
    draft << "takes a vocabulary of at most " << Largest;
}
template <std::size_t Divisor>
constexpr void say(Draft& draft, Word<TakesPositionsDivisibleBy<Divisor>>) {
    draft << "takes positions in groups of " << Divisor;
}

/// The number in what is given that decides whether it fits; 0 where none does.
template <class Takes, class Given>
inline constexpr std::size_t decisive = 0;
template <std::size_t Features, class Given>
inline constexpr std::size_t decisive<TakesFeatures<Features>, Given> = Given::features;
template <std::size_t Largest, class Given>
inline constexpr std::size_t decisive<TakesVocabulary<Largest>, Given> = Given::vocabulary;
template <std::size_t Divisor, class Given>
inline constexpr std::size_t decisive<TakesPositionsDivisibleBy<Divisor>, Given> = Given::extents[0];

template <class Type>
constexpr void say(Draft& draft, Word<Layer<At<>, Type>>) {
    draft << spelling<Type>().view() << ' ';
}
template <std::size_t First, std::size_t... Rest, class Type>
constexpr void say(Draft& draft, Word<Layer<At<First, Rest...>, Type>>) {
    draft << "layer " << First;
    ((draft << '.' << Rest), ...);
    draft << ", " << spelling<Type>().view() << ", ";
}
constexpr void say(Draft& draft, Word<NetInput>) { draft << "the input "; }
constexpr void say(Draft& draft, Word<NetOutput>) { draft << "the net "; }

template <class First, class... Rest>
constexpr void say(Draft& draft, Word<Instead<First, Rest...>>) {
    draft << ": write " << spelling<First>().view();
    ((draft << " or " << spelling<Rest>().view()), ...);
}
constexpr void say(Draft&, Word<Instead<>>) {}

template <class Where, class Takes, class Given, class From, class Better>
constexpr void say(Draft& draft, Word<Misfit<Where, Takes, Gets<Given, From>, Better>>) {
    constexpr std::size_t number = decisive<Takes, Given>;
    say(draft, Word<Where>{});
    say(draft, Word<Takes>{});
    draft << " but ";
    say(draft, Word<From>{});
    draft << "gives ";
    if (number > 0) draft << number << " (";
    draft << spelling<Given>().view();
    if (number > 0) draft << ')';
    say(draft, Word<Better>{});
}
template <class Where, class Spelling, class Given, class From, class Better>
constexpr void say(Draft& draft, Word<Misfit<Where, TakesSpelling<Spelling>, Gets<Given, From>, Better>>) {
    say(draft, Word<Where>{});
    draft << "is not a spelling tenon knows: write " << Spelling::text;
}
template <class Where, std::size_t Examples, class Given, class From, class Better>
constexpr void say(Draft& draft, Word<Misfit<Where, TakesSeveralValues<Examples>, Gets<Given, From>, Better>>) {
    say(draft, Word<Where>{});
    draft << "takes 2 or more values per channel to train on but ";
    say(draft, Word<From>{});
    draft << "gives 1 (" << spelling<Given>().view() << ", " << spelling<Batch<Examples>>().view() << ')';
    say(draft, Word<Better>{});
    draft << " or larger";
}
constexpr void say(Draft& draft, Word<Fits>) { draft << "the net fits"; }

template <class Verdict>
constexpr Draft draft_of() {
    Draft draft;
    say(draft, Word<Verdict>{});
    return draft;
}

/// A sentence as a template argument, ended by a NUL; g++ prints it in full.
template <std::size_t Length>
struct Sentence {
    char characters[Length + 1] = {};
};
template <class Verdict>
constexpr auto sentence_of() {
    constexpr Draft draft = draft_of<Verdict>();
    Sentence<draft.size()> sentence;
    for (std::size_t index = 0; index < draft.size(); ++index) sentence.characters[index] = draft.data()[index];
    return sentence;
}
template <auto Words>
struct Says {
    static constexpr bool fits = false;
};
template <class Verdict>
struct Judged : Says<sentence_of<Verdict>()> {};
template <>
struct Judged<Fits> : Fits {};

} // namespace detail

/// The sentence about a verdict: what is wrong where, and what would fit.
template <class Verdict>
inline constexpr auto sentence = detail::draft_of<Verdict>();

/// Makes a verdict that does not fit one compile error, and nothing else: `static_assert(judge<Verdict>())`. The
/// sentence is the message where the compiler takes a computed one, and a type in the error's note or the error itself
/// elsewhere.
template <class Verdict>
constexpr bool judge() {
#if defined(__cpp_static_assert) && __cpp_static_assert >= 202306L
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wc++26-extensions"
    static_assert(Verdict::fits, sentence<Verdict>);
#pragma clang diagnostic pop
#elif defined(__clang__) // cuts strings in types off after some thirty characters, so let it print the verdict's words
    static_assert(Verdict::fits, "the net does not fit");
#else
    static_assert(detail::Judged<Verdict>::fits, "the net does not fit");
#endif
    return true;
}

} // namespace tenon
