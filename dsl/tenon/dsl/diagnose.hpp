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

using Draft = Text<2048>;

/// Stands for a type in a call, so that an overload can be chosen without a value of it.
template <class Type>
struct Word {};

/// What a layer of one's own takes, under its own name.
template <class What>
constexpr void say(Draft& draft, Word<What>) {
    draft << "wants " << spelling<What>().view();
}

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
    requires requires { Given::features; }
inline constexpr std::size_t decisive<TakesFeatures<Features>, Given> = Given::features;
template <std::size_t Largest, class Given>
    requires requires { Given::vocabulary; }
inline constexpr std::size_t decisive<TakesVocabulary<Largest>, Given> = Given::vocabulary;
template <std::size_t Divisor, class Given>
    requires requires { Given::extents; }
inline constexpr std::size_t decisive<TakesPositionsDivisibleBy<Divisor>, Given> = Given::extents[0];
template <std::size_t Divisor, std::size_t Vocabulary, std::size_t Length>
inline constexpr std::size_t decisive<TakesPositionsDivisibleBy<Divisor>, Tokens<Vocabulary, Length>> = Length;
template <std::size_t Rows, class Given>
    requires requires { Given::extents; }
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
/// What a layer lacks whatever it gets.
constexpr void say_lack(Draft& draft, Word<TakesToBeALayer>) {
    draft << "is not a layer: a layer has check<In>() and Joint<In>";
}
constexpr void say_lack(Draft& draft, Word<TakesPlainType>) { draft << "is const or a reference"; }
template <class Answer>
constexpr void say_lack(Draft& draft, Word<TakesVerdictOfCheck<Answer>>) {
    draft << "answers " << spelling<Answer>().view() << " in its check: answer Fits{} or Unfit<...>{}";
}
constexpr void say_lack(Draft& draft, Word<TakesJoint>) { draft << "has no Joint<In>, which says what it gives"; }
constexpr void say_lack(Draft& draft, Word<TakesOutput<void>>) {
    draft << "has a Joint without an Output: write using Output = Shape<...>";
}
template <class Out>
constexpr void say_lack(Draft& draft, Word<TakesOutput<Out>>) {
    draft << "gives " << spelling<Out>().view() << ": a layer gives a Shape or Tokens, all sizes at least 1";
}
constexpr void say_lack(Draft& draft, Word<TakesJointDefaults>) {
    draft << "has a Joint without its defaults: write struct Joint : JointDefaults";
}
constexpr void say_lack(Draft& draft, Word<TakesTables>) {
    draft << "has parameters or buffers that are no table: write tensors(TensorSpec{...}, ...)";
}
constexpr void say_lack(Draft& draft, Word<TakesSizesByBatch>) {
    draft << "has a saved or a scratch that is no constexpr function: write saved(std::size_t batch)";
}
constexpr void say_lack(Draft& draft, Word<TakesCountableSizes>) {
    draft << "has more than " << largest_size << " numbers in an output or a tensor, which is more than tenon counts";
}
constexpr std::string_view bare(std::string_view name) { return name.substr(name.rfind(':') + 1); }
template <class Written, class Meant>
constexpr void say_lack(Draft& draft, Word<TakesMember<Written, Meant>>) {
    draft << "has " << bare(spelling<Written>().view()) << " in its Joint, which nobody reads: write "
          << bare(spelling<Meant>().view());
}
template <class Name, class Type>
constexpr void say_lack(Draft& draft, Word<TakesMemberOfKind<Name, Type>>) {
    draft << "has " << bare(spelling<Name>().view()) << " in its Joint, which is no constant of type "
          << spelling<Type>().view();
}
constexpr void say_lack(Draft& draft, Word<TakesViewOfAll>) {
    draft << "is a view and gives another number of elements than it gets";
}
template <class Type>
constexpr void say_header(Draft& draft) {
    if constexpr (requires { Type::header; })
        draft << "include " << Type::header;
    else
        draft << "specialise tenon::Lowered for it, which tells how it computes";
}
template <class Where, class Takes, class Given, class From, class Better>
    requires requires(Draft& draft) { say_lack(draft, Word<Takes>{}); }
constexpr void say(Draft& draft, Word<Misfit<Where, Takes, Gets<Given, From>, Better>>) {
    say(draft, Word<Where>{});
    say_lack(draft, Word<Takes>{});
    say(draft, Word<Better>{});
}
template <class Place, class Type, class Given, class From, class Better>
constexpr void say(Draft& draft, Word<Misfit<Layer<Place, Type>, TakesLowered, Gets<Given, From>, Better>>) {
    say(draft, Word<Layer<Place, Type>>{});
    draft << "cannot run here: ";
    say_header<Type>(draft);
}
template <class In>
constexpr void say(Draft& draft, Word<InputTooLarge<In>>) {
    draft << "the input, ";
    say_layer<In>(draft);
    draft << ", is too large: an example has at most " << largest_size << " numbers, a vocabulary at most "
          << largest_vocabulary << " tokens";
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
template <class What, class Given>
constexpr void say(Draft& draft, Word<Misuse<What, TakesLastingRange, GivesTemporary<Given>>>) {
    say(draft, Word<Takes<What>>{});
    draft << "a range that lives on but gets one that ends with this line: give it a name";
}
template <class Number>
constexpr void say(Draft& draft, Word<GivesRangeOf<Number>>) {
    draft << "get one of " << spelling<Number>().view();
}
template <class Type>
constexpr void say(Draft& draft, Word<GivesNoRange<Type>>) {
    draft << "get " << spelling<Type>().view() << ", which is none";
}

constexpr void say(Draft& draft, Word<PercentOfFraction>) {
    draft << "a Percent takes a whole number: write Percent{20} for a share of 0.2";
}
constexpr void say(Draft& draft, Word<EvaluatorDoesNotTrain>) {
    draft << "an Evaluator takes a model as it is and has no backward: train with a Trainer<Model, Batch<n>>";
}
constexpr void say(Draft& draft, Word<TrainerOfConstModel>) {
    draft << "a Trainer takes a model that it may change but gets a const one: give it one that is not const";
}
constexpr void say(Draft& draft, Word<ModelOfAnotherType>) {
    draft << "a Trainer, Evaluator or Sampler takes the model whose type it names but gets another: write "
             "decltype(model)";
}
constexpr void say(Draft& draft, Word<ModelThatEndsHere>) {
    draft
        << "a Trainer, Evaluator or Sampler refers to its model but gets one that ends with this line: give the model "
           "a name";
}
constexpr void say(Draft& draft, Word<TeamThatEndsHere>) {
    draft << "a Trainer refers to its team but gets one that ends with this line: give the team a name";
}
template <class Owner>
constexpr void say(Draft& draft, Word<Refused<OwnerThatEndsHere, Owner>>) {
    draft << "a span of its numbers is asked of " << Owner::kind << " that ends with this line: give it a name";
}
template <class Number>
constexpr void say(Draft& draft, Word<Refused<NumbersOfAnotherType, Number>>) {
    draft << "a Model takes float or double as the type of its numbers but gets ";
    say_layer<Number>(draft);
}
template <class Loss>
constexpr void say(Draft& draft, Word<Refused<LossWithoutForward, Loss>>) {
    say_layer<Loss>(draft);
    draft << " has no forward<Out>(outputs, targets), the loss of one example, which an Evaluator takes";
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
