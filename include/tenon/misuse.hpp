// SPDX-License-Identifier: BSL-1.0
//
// What is said when a model, trainer, evaluator or sampler is given the wrong thing: the verdicts, as types that
// compilers print, and their sentences.
#pragma once

#include "tenon/dsl/judge.hpp"
#include "tenon/dsl/tensor.hpp"
#include "tenon/dsl/text.hpp"

#include <cstddef>
#include <string_view>

namespace tenon {

/// `What` was given to a model, trainer or evaluator that takes something else.
template <class What, class Takes, class Gives>
struct Misuse {
    static constexpr bool fits = false;
};

template <std::size_t Count>
struct GivesNumbers {};

// What kind of numbers.
template <class Number>
struct TakesRangeOf {};
template <class Number>
struct GivesRangeOf {};
template <class Type>
struct GivesNoRange {};
template <class Listed>
struct GivesBracedList {};

/// Numbers that are referred to: those of a temporary, which ends with its line, are not taken.
struct TakesLastingRange {};
template <class Type>
struct GivesTemporary {};

// Why something is refused.
struct EvaluatorDoesNotTrain {};
struct TrainerOfConstModel {};
struct ModelOfAnotherType {};
struct ModelThatEndsHere {};
struct TeamThatEndsHere {};
struct OwnerThatEndsHere {}; ///< of numbers that a span is asked of
struct NumbersOfAnotherNet {};
template <class Gives, class Takes>
struct NumbersForOtherInputs {}; ///< where the shapes of tensors follow from the inputs
struct NumbersOfAnotherType {};
struct SamplerOfOtherModel {};
struct LossWithNumbers {}; ///< that are not given
/// The name of a tensor that is not among the learned ones, or among the buffers, of a net's joint.
template <class Joint, bool Learned, QualifiedName Asked>
struct NoSuchTensor {};
/// The name of a layer that a net does not have.
template <class Net, class In, QualifiedName Asked>
struct NoSuchLayer {};
/// Something in the place of a Model.
template <class Mode>
struct NotAModel {};
/// A template argument that is no option of this mode, is there twice, or is missing.
template <class Mode>
struct NotAnOption {};
template <class Mode, class Kind>
struct OptionTwice {};
template <class Mode>
struct NoBatch {};
template <std::size_t Examples>
struct BatchOutOfRange {};
/// A constructor's argument that it has no use for, has already, or misses.
template <class Mode>
struct NotAnArgument {};
template <class Mode>
struct ArgumentTwice {};
template <class Mode, class Slot>
struct ArgumentMissing {};
/// A part of a contract that a type lacks; `Kind::text` says what it would be and `Part::text` what it has to have.
template <class Kind, class Part>
struct Lacks {};

// What a layer of one's own lacks to run.
template <class Memory>
struct TakesForward {};
template <class Real>
struct TakesBackward {};
struct TakesValue {};
struct TakesGradient {};

namespace detail {

template <class Joint, bool Learned>
inline constexpr auto& tensors_of = Joint::parameters;
template <class Joint>
inline constexpr auto& tensors_of<Joint, false> = Joint::buffers;

// Who speaks.
struct AModel {
    static constexpr std::string_view name = "a Model",
                                      arguments = "nothing or a Generator{seed}, and for Borrowed its memory";
};
struct ATrainer {
    static constexpr std::string_view name = "a Trainer", example = "Trainer<Model, Batch<32>>",
                                      options = "Batch<n>, and in any order an optimizer, a loss, a storage and "
                                                "AsWritten",
                                      arguments = "its model, and in any order an optimizer, a loss, a seed, and for "
                                                  "Borrowed its memory";
};
struct AnEvaluator {
    static constexpr std::string_view name = "an Evaluator", example = "Evaluator<Model, Batch<1>>",
                                      options = "Batch<n> and a storage, in any order",
                                      arguments = "its model, and for Borrowed its memory";
};
struct AnInspector {
    static constexpr std::string_view name = "an Inspector", example = "Inspector<Model, Batch<32>>",
                                      options = "Batch<n>, and in any order a loss and a storage",
                                      arguments = "its model, and in any order a loss, a seed, and for Borrowed its "
                                                  "memory";
};
struct ASampler {
    static constexpr std::string_view name = "a Sampler", example = "Sampler<Model, Batch<1>>",
                                      options = "Batch<n> and nothing else",
                                      arguments = "its model and a Generator{seed}";
};

struct Inputs {};
struct Targets {};
struct Outputs {};
struct Memory {};
/// Inputs and targets that are referred to for longer than a call.
struct KeptInputs {};
struct KeptTargets {};
/// The beginnings of sentences about them.
template <class What>
struct Takes {};
template <class What>
struct Holds {};

constexpr void say(Draft& draft, Word<Takes<Inputs>>) { draft << "inputs take "; }
constexpr void say(Draft& draft, Word<Takes<Targets>>) { draft << "targets take "; }
constexpr void say(Draft& draft, Word<Takes<Outputs>>) { draft << "outputs take "; }
constexpr void say(Draft& draft, Word<Takes<Memory>>) { draft << "memory takes "; }
constexpr void say(Draft& draft, Word<Takes<KeptInputs>>) { draft << "inputs take "; }
constexpr void say(Draft& draft, Word<Takes<KeptTargets>>) { draft << "targets take "; }
constexpr void say(Draft& draft, Word<Holds<Inputs>>) { draft << "inputs hold"; }
constexpr void say(Draft& draft, Word<Holds<Targets>>) { draft << "targets hold"; }
constexpr void say(Draft& draft, Word<Holds<Outputs>>) { draft << "outputs hold"; }
constexpr void say(Draft& draft, Word<Holds<Memory>>) { draft << "memory holds"; }
constexpr void say(Draft& draft, Word<Holds<KeptInputs>>) { draft << "inputs hold"; }
constexpr void say(Draft& draft, Word<Holds<KeptTargets>>) { draft << "targets hold"; }

template <class What, class Rule, std::size_t Count>
constexpr void say(Draft& draft, Word<Misuse<What, Rule, GivesNumbers<Count>>>) {
    say(draft, Word<Takes<What>>{});
    say(draft, Word<Rule>{});
    draft << " but " << Count << " are given";
}
template <class What, class Number, class Given>
constexpr void say(Draft& draft, Word<Misuse<What, TakesRangeOf<Number>, Given>>) {
    say(draft, Word<Takes<What>>{});
    draft << "a contiguous range of " << spelling<Number>().view() << " but get ";
    say(draft, Word<Given>{});
}
template <class What, class Given>
constexpr void say(Draft& draft, Word<Misuse<What, TakesLastingRange, GivesTemporary<Given>>>) {
    say(draft, Word<Takes<What>>{});
    draft << "a range that outlives the call but gets a temporary, which ends with this line: give it a name";
}
template <class Number>
constexpr void say(Draft& draft, Word<GivesRangeOf<Number>>) {
    draft << "one of " << spelling<Number>().view();
}
template <class Type>
constexpr void say(Draft& draft, Word<GivesNoRange<Type>>) {
    draft << spelling<Type>().view() << ", which is not a range";
}
template <class Listed>
constexpr void say(Draft& draft, Word<GivesBracedList<Listed>>) {
    draft << "a list in braces: give it a name, as in std::array inputs{...}";
}

constexpr void say(Draft& draft, Word<EvaluatorDoesNotTrain>) {
    draft << "an Evaluator takes a model as it is and has no backward: train with a Trainer<Model, Batch<n>>";
}
constexpr void say(Draft& draft, Word<TrainerOfConstModel>) {
    draft << "a Trainer takes a model that it may change but gets a const one: give it one that is not const";
}
constexpr void say(Draft& draft, Word<ModelOfAnotherType>) {
    draft << "a Trainer, Evaluator, Inspector, Sampler or Streamer takes the model whose type it names but gets "
             "another: write decltype(model)";
}
constexpr void say(Draft& draft, Word<ModelThatEndsHere>) {
    draft << "a Trainer, Evaluator, Inspector, Sampler or Streamer refers to its model but gets a temporary, which "
             "ends with this line: give the model a name";
}
constexpr void say(Draft& draft, Word<TeamThatEndsHere>) {
    draft << "a Trainer refers to its team but gets a temporary, which ends with this line: give the team a name";
}
template <class Owner>
constexpr void say(Draft& draft, Word<Refused<OwnerThatEndsHere, Owner>>) {
    draft << "a span of its numbers is asked of " << Owner::kind
          << " that is a temporary, which ends with this line: give it a name";
}
template <class Number>
constexpr void say(Draft& draft, Word<Refused<NumbersOfAnotherType, Number>>) {
    draft << "a Model takes float or double as the type of its numbers but gets ";
    say_layer<Number>(draft);
}
template <class Loss>
constexpr void say(Draft& draft, Word<Refused<LossWithNumbers, Loss>>) {
    say_layer<Loss>(draft);
    draft << " has numbers of its own: give the one that is meant, as in loss(inputs, targets, ";
    say_layer<Loss>(draft);
    draft << "{...})";
}
template <class Mode, class Given>
constexpr void say(Draft& draft, Word<Refused<NotAModel<Mode>, Given>>) {
    draft << Mode::name << " takes a Model<Net, In> first but gets ";
    say_layer<Given>(draft);
}
template <class Mode, class Given>
constexpr void say(Draft& draft, Word<Refused<NotAnOption<Mode>, Given>>) {
    draft << Mode::name << " takes " << Mode::options << ", but gets ";
    say_layer<Given>(draft);
    draft << ", which is none of these";
}
template <class Mode, class Kind, class First, class Second>
constexpr void say(Draft& draft, Word<Refused<OptionTwice<Mode, Kind>, First, Second>>) {
    draft << Mode::name << " takes one " << Kind::name << " but gets ";
    say_layer<First>(draft);
    draft << " and ";
    say_layer<Second>(draft);
}
template <class Mode>
constexpr void say(Draft& draft, Word<NoBatch<Mode>>) {
    draft << Mode::name << " needs to know how many examples it takes at once: write " << Mode::example;
}
template <std::size_t Examples>
constexpr void say(Draft& draft, Word<BatchOutOfRange<Examples>>) {
    draft << "a Batch has 1 to " << largest_batch << " examples but Batch<" << Examples << "> is asked for";
}
template <class Mode, class Given>
constexpr void say(Draft& draft, Word<Refused<NotAnArgument<Mode>, Given>>) {
    draft << Mode::name << " is made from " << Mode::arguments << ", but gets ";
    say_layer<Given>(draft);
}
template <class Mode, class Given>
constexpr void say(Draft& draft, Word<Refused<ArgumentTwice<Mode>, Given>>) {
    draft << Mode::name << " is made from " << Mode::arguments << ", but gets ";
    say_layer<Given>(draft);
    draft << " twice";
}
template <class Mode, class Slot>
constexpr void say(Draft& draft, Word<ArgumentMissing<Mode, Slot>>) {
    draft << Mode::name << " is made from " << Mode::arguments << ", but gets no " << Slot::what.view();
}
template <template <class> class Memory, class Real>
constexpr void say_lack(Draft& draft, Word<TakesForward<Memory<Real>>>) {
    draft << "has a Lowered without forward<Batch>(x, y, " << spelling<Memory<Real>>().view()
          << " memory) for x and y in " << spelling<Real>().view();
}
template <class Real>
constexpr void say_lack(Draft& draft, Word<TakesBackward<Real>>) {
    draft << "has a Lowered without backward<Batch>(x, y, dy, dx, Training<" << spelling<Real>().view() << "> memory)";
}
constexpr void say_lack(Draft& draft, Word<TakesValue>) { draft << "has a Lowered without value(x), which gives y"; }
constexpr void say_lack(Draft& draft, Word<TakesGradient>) {
    draft << "has a Lowered without gradient(x, y, dy), which gives dx";
}
template <class Kind, class Part, class Type>
constexpr void say(Draft& draft, Word<Refused<Lacks<Kind, Part>, Type>>) {
    say_layer<Type>(draft);
    draft << " is not " << Kind::text << ": it has no " << Part::text;
}
template <class Joint, bool Learned, QualifiedName Asked>
constexpr void say(Draft& draft, Word<NoSuchTensor<Joint, Learned, Asked>>) {
    constexpr auto& known = tensors_of<Joint, Learned>;
    draft << "the model has no " << (Learned ? "parameter " : "buffer ") << Asked.view() << ": it has ";
    if (known.empty()) draft << "none";
    for (std::size_t index = 0; index < known.size() && index < 8; ++index)
        draft << (index > 0 ? ", " : "") << known[index].name.view();
    if (known.size() > 8) draft << ", ...";
}
constexpr void say(Draft& draft, Word<NumbersOfAnotherNet>) {
    draft << "a Model takes numbers from a model of its own net but gets those of another";
}
template <class Gives, class Takes, class Net>
constexpr void say(Draft& draft, Word<Refused<NumbersForOtherInputs<Gives, Takes>, Net>>) {
    draft << "a Model of " << spelling<Takes>().view() << " gets the numbers of one of " << spelling<Gives>().view()
          << ", for which the tensors of this net have other shapes";
}
constexpr void say(Draft& draft, Word<SamplerOfOtherModel>) {
    draft << "a Sampler takes a model in float that reads Tokens<n, length> and gives Shape<n>, a logit for each token";
}

} // namespace detail
} // namespace tenon
