// SPDX-License-Identifier: BSL-1.0
//
// Every sentence that tenon says about a net that does not fit, and the one way to make one a compile error.
#pragma once

#include "tenon/dsl/shape.hpp"
#include "tenon/dsl/text.hpp"
#include "tenon/dsl/verdict.hpp"

#include <cstddef>
#include <type_traits>

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

constexpr void say(Draft& draft, Word<TakesPositions>) { draft << "takes two axes or more (positions, ...)"; }
template <std::size_t Rows>
constexpr void say(Draft& draft, Word<TakesPositionsUpTo<Rows>>) {
    draft << "takes at most " << Rows << " positions";
}
template <class Expected>
constexpr void say(Draft& draft, Word<TakesFromBranches<Expected>>) {
    draft << "takes " << spelling<Expected>().view() << " from each branch";
}
template <class Expected>
constexpr void say(Draft& draft, Word<TakesAxesFromBranches<Expected>>) {
    draft << "takes branches that differ from " << spelling<Expected>().view() << " in features alone";
}
template <class Expected>
constexpr void say(Draft& draft, Word<TakesLayersThatGive<Expected>>) {
    draft << "takes layers that give " << spelling<Expected>().view();
}
template <class Least>
constexpr void say(Draft& draft, Word<TakesLayersThatGiveAtLeast<Least>>) {
    draft << "takes layers that give " << spelling<Least>().view()
          << " or more features (what flows on, and others behind it)";
}
template <class Expected>
constexpr void say(Draft& draft, Word<TakesLayersLikeProjection<Expected>>) {
    draft << "takes layers that give " << spelling<Expected>().view() << ", as its projection does,";
}
template <class Expected>
constexpr void say(Draft& draft, Word<TakesNextThatGives<Expected>>) {
    draft << "takes a Next that gives " << spelling<Expected>().view();
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
template <std::size_t Divisor, std::size_t Vocabulary, std::size_t Length>
inline constexpr std::size_t decisive<TakesPositionsDivisibleBy<Divisor>, Tokens<Vocabulary, Length>> = Length;
template <std::size_t Rows, class Given>
inline constexpr std::size_t decisive<TakesPositionsUpTo<Rows>, Given> = Given::extents[0];

/// A type as its user writes it, or, where that is long, its template's name alone: its place tells which one it is.
template <class Type>
constexpr void say_layer(Draft& draft) {
    constexpr std::size_t longest = 96;
    constexpr auto written = spelling<Type>();
    if (written.size() <= longest)
        draft << written.view();
    else
        draft << written.view().substr(0, written.view().find('<')) << "<...>";
}

template <class Type>
constexpr void say(Draft& draft, Word<Layer<At<>, Type>>) {
    say_layer<Type>(draft);
    draft << ' ';
}
template <std::size_t First, std::size_t... Rest, class Type>
constexpr void say(Draft& draft, Word<Layer<At<First, Rest...>, Type>>) {
    draft << "layer " << First;
    ((draft << '.' << Rest), ...);
    draft << ", ";
    say_layer<Type>(draft);
    draft << ", ";
}
constexpr void say(Draft& draft, Word<NetInput>) { draft << "the input "; }
constexpr void say(Draft& draft, Word<NetOutput>) { draft << "the net "; }
constexpr void say(Draft& draft, Word<EachPosition>) { draft << "each position "; }
constexpr void say(Draft& draft, Word<ItsStream>) { draft << "its stream "; }
constexpr void say(Draft& draft, Word<ItsLastLayer>) { draft << "its last layer "; }

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
    if (std::is_same_v<Takes, TakesReals> && is_tokens<Given> && std::is_same_v<From, NetInput>)
        draft << ": put Embedding<features> in front";
}
template <class Where, class Given, class From, class Better>
constexpr void say(Draft& draft, Word<Misfit<Where, TakesToBeALayer, Gets<Given, From>, Better>>) {
    say(draft, Word<Where>{});
    draft << "is not a layer: a layer has check<In>() and Joint<In>";
}
template <class In>
constexpr void say(Draft& draft, Word<NotAnInput<In>>) {
    draft << "the input, ";
    say_layer<In>(draft);
    draft << ", is none: write Shape<...> with 1 axis or more, or Tokens<vocabulary, length>, all sizes at least 1";
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

constexpr void say(Draft& draft, Word<Takes<Inputs>>) { draft << "inputs take "; }
constexpr void say(Draft& draft, Word<Takes<Targets>>) { draft << "targets take "; }
constexpr void say(Draft& draft, Word<Takes<Memory>>) { draft << "memory takes "; }
constexpr void say(Draft& draft, Word<Holds<Inputs>>) { draft << "inputs hold"; }
constexpr void say(Draft& draft, Word<Holds<Targets>>) { draft << "targets hold"; }
constexpr void say(Draft& draft, Word<Holds<Memory>>) { draft << "memory holds"; }

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
template <class What, class Rule, std::size_t Count>
constexpr void say(Draft& draft, Word<Misuse<What, Rule, GivesNumbers<Count>>>) {
    say(draft, Word<Takes<What>>{});
    say(draft, Word<Rule>{});
    draft << " but " << Count << " are given";
}
template <class What, class Number, class Given>
constexpr void say(Draft& draft, Word<Misuse<What, TakesRangeOf<Number>, Given>>) {
    say(draft, Word<Takes<What>>{});
    draft << "a contiguous range of " << spelling<Number>().view() << " but ";
    say(draft, Word<Given>{});
}
template <class Number>
constexpr void say(Draft& draft, Word<GivesRangeOf<Number>>) {
    draft << "get one of " << spelling<Number>().view();
}
template <class Type>
constexpr void say(Draft& draft, Word<GivesNoRange<Type>>) {
    draft << "get " << spelling<Type>().view() << ", which is none";
}

constexpr void say(Draft& draft, Word<EvaluatorDoesNotTrain>) {
    draft << "an Evaluator takes a model as it is and has no backward: train with a Trainer<Model, Batch<n>>";
}
constexpr void say(Draft& draft, Word<TrainerOfConstModel>) {
    draft << "a Trainer takes a model that it may change but gets a const one: give it one that is not const";
}
constexpr void say(Draft& draft, Word<ModelOfAnotherType>) {
    draft << "a Trainer or Evaluator takes the model whose type it names but gets another: write decltype(model)";
}
constexpr void say(Draft& draft, Word<ModelThatEndsHere>) {
    draft << "a Trainer or Evaluator refers to its model but gets one that ends with this line: give the model a name";
}
constexpr void say(Draft& draft, Word<NumbersOfAnotherNet>) {
    draft << "a Model takes numbers from a model of its own net but gets those of another";
}
constexpr void say(Draft& draft, Word<SamplerOfOtherModel>) {
    draft << "a Sampler takes a model in float that reads Tokens<n, length> and gives Shape<n>, a logit for each token";
}
template <class Reason, class... With>
constexpr void say(Draft& draft, Word<Refused<Reason, With...>>) {
    say(draft, Word<Reason>{});
}
constexpr void say(Draft& draft, Word<Fits>) { draft << "the net fits"; }

/// A word by itself, ended by a NUL.
template <class What>
inline constexpr Draft spoken = [] {
    Draft draft;
    say(draft, Word<What>{});
    return draft;
}();

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
    static_assert(Verdict::fits, "this does not fit");
#else
    static_assert(detail::Judged<Verdict>::fits, "this does not fit");
#endif
    return true;
}

} // namespace tenon
