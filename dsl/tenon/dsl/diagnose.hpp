// SPDX-License-Identifier: BSL-1.0
//
// Every sentence that tenon says about a net that does not fit. `judge.hpp` makes one a compile error.
#pragma once

#include "tenon/dsl/shape.hpp"
#include "tenon/dsl/text.hpp"
#include "tenon/dsl/verdict.hpp"

#include <cstddef>
#include <type_traits>

namespace tenon::detail {

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
    draft << "takes " << Features << (Features == 1 ? " feature" : " features");
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
template <std::size_t Least>
constexpr void say(Draft& draft, Word<TakesPositionsFrom<Least>>) {
    draft << "takes at least " << Least << " positions";
}
template <std::size_t Divisor>
constexpr void say(Draft& draft, Word<TakesFeaturesDivisibleBy<Divisor>>) {
    draft << "takes features in groups of " << Divisor;
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
template <std::size_t Least, class Given>
    requires requires { Given::extents; }
inline constexpr std::size_t decisive<TakesPositionsFrom<Least>, Given> = Given::extents[0];
template <std::size_t Divisor, class Given>
    requires requires { Given::features; }
inline constexpr std::size_t decisive<TakesFeaturesDivisibleBy<Divisor>, Given> = Given::features;

/// A type as its user writes it, or, where that is long, its template's name alone: its place tells which one it is.
template <class Type>
constexpr void say_layer(Draft& draft) {
    constexpr std::size_t longest = 96;
    constexpr auto written = spelling<Type>();
    if (written.size() <= longest)
        draft << written.view();
    else
        draft << without_arguments(written) << "<...>";
}

template <class Type>
constexpr void say(Draft& draft, Word<PlacedLayer<At<>, Type>>) {
    say_layer<Type>(draft);
    draft << ' ';
}
template <std::size_t First, std::size_t... Rest, class Type>
constexpr void say(Draft& draft, Word<PlacedLayer<At<First, Rest...>, Type>>) {
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
constexpr void say_lack(Draft& draft, Word<TakesNamedTensors>) {
    draft << "has a tensor without a name, two of one name, or one with an axis of 0";
}
constexpr void say_lack(Draft& draft, Word<TakesVerdictOfTraining>) {
    draft << "has no check_training<Examples>() in its Joint that answers Fits{} or Unfit<...>{}";
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
          << (std::is_same_v<Type, std::size_t> ? "std::size_t" : spelling<Type>().view());
}
constexpr void say_lack(Draft& draft, Word<TakesReach>) {
    draft << "upsamples and has no constexpr function reach in its Joint: write reach(std::size_t outputs)";
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
constexpr void say(Draft& draft, Word<Misfit<PlacedLayer<Place, Type>, TakesLowered, Gets<Given, From>, Better>>) {
    say(draft, Word<PlacedLayer<Place, Type>>{});
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

constexpr void say(Draft& draft, Word<PercentOfFraction>) {
    draft << "a Percent takes a whole number: write Percent{20} for a share of 0.2";
}
template <class Reason, class... With>
constexpr void say(Draft& draft, Word<Refused<Reason, With...>>) {
    say(draft, Word<Reason>{});
}
constexpr void say(Draft& draft, Word<Fits>) { draft << "the net fits"; }

} // namespace tenon::detail
