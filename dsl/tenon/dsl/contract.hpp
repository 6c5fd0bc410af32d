// SPDX-License-Identifier: BSL-1.0
//
// What every layer owes besides a fit: the parts of a Joint, each under its name and of its kind, and sizes that can be
// counted. A layer of one's own that lacks something is told so where a net is checked.
#pragma once

#include "tenon/dsl/has_member.hpp"
#include "tenon/dsl/joint.hpp"
#include "tenon/dsl/shape.hpp"
#include "tenon/dsl/tensor.hpp"
#include "tenon/dsl/verdict.hpp"

#include <array>
#include <cstddef>
#include <type_traits>
#include <utility>

namespace tenon::detail {

/// Whether a net can be fed with it, or a layer give it: a Shape or Tokens with nothing of size 0.
template <class In>
inline constexpr bool is_input = false;
template <std::size_t... Extents>
inline constexpr bool is_input<Shape<Extents...>> = sizeof...(Extents) > 0 && ((Extents > 0) && ...);
template <std::size_t Vocabulary, std::size_t Length>
inline constexpr bool is_input<Tokens<Vocabulary, Length>> = Vocabulary > 0 && Length > 0;

/// Whether what flows can be counted, and its tokens stored.
template <class In>
inline constexpr bool is_countable = In::size <= largest_size;
template <std::size_t Vocabulary, std::size_t Length>
inline constexpr bool is_countable<Tokens<Vocabulary, Length>> =
    Vocabulary <= largest_vocabulary && Length <= largest_size;

template <class In>
constexpr bool can_flow() {
    if constexpr (is_input<In>)
        return is_countable<In>;
    else
        return false;
}

/// Whether tensors lie behind one another, as `tensors` and forms lay them.
template <std::size_t Count>
constexpr bool are_laid_out(const std::array<TensorSpec, Count>& specs) {
    std::size_t offset = 0;
    for (const TensorSpec& spec : specs) {
        if (spec.offset != offset) return false;
        offset += aligned_size(spec.shape.size());
    }
    return true;
}

template <std::size_t Count>
constexpr bool are_countable(const std::array<TensorSpec, Count>& specs) {
    for (const TensorSpec& spec : specs) {
        if (spec.shape.size() > largest_size) return false;
    }
    return true;
}

/// Whether each tensor of a layer has a name of its own, and none is empty.
template <std::size_t Count>
constexpr bool are_named(const std::array<TensorSpec, Count>& specs) {
    for (std::size_t index = 0; index < Count; ++index) {
        if (specs[index].name.view().empty() || specs[index].shape.size() == 0) return false;
        for (std::size_t before = 0; before < index; ++before) {
            if (specs[before].name == specs[index].name.view()) return false;
        }
    }
    return true;
}

template <class Type>
inline constexpr bool is_table = false;
template <std::size_t Count>
inline constexpr bool is_table<const std::array<TensorSpec, Count>> = true;

/// Names of members, as types that compilers print.
namespace member {
struct Buffers;
struct Parameters;
struct backward_flop;
struct backward_flops;
struct buffer;
struct buffers;
struct check_train;
struct check_training;
struct eval_scratch;
struct evaluation_scratch;
struct flops;
struct forward_flop;
struct forward_flops;
struct inference_scratch;
struct is_view;
struct param;
struct parameter;
struct parameters;
struct params;
struct save;
struct saved;
struct saved_numbers;
struct saved_size;
struct saves;
struct scratch;
struct scratch_training;
struct stride;
struct strides;
struct train_scratch;
struct training_check;
struct training_scratch;
struct training_scratches;
struct view;
struct window;
struct windows;
} // namespace member

/// A name that a Joint has and nobody reads, and the one that its author may have meant.
template <class Joint>
constexpr auto misspelt_member() {
    if constexpr (TENON_HAS_MEMBER(Joint, save))
        return Unfit<TakesMember<member::save, member::saved>>{};
    else if constexpr (TENON_HAS_MEMBER(Joint, saves))
        return Unfit<TakesMember<member::saves, member::saved>>{};
    else if constexpr (TENON_HAS_MEMBER(Joint, saved_size))
        return Unfit<TakesMember<member::saved_size, member::saved>>{};
    else if constexpr (TENON_HAS_MEMBER(Joint, saved_numbers))
        return Unfit<TakesMember<member::saved_numbers, member::saved>>{};
    else if constexpr (TENON_HAS_MEMBER(Joint, scratch))
        return Unfit<TakesMember<member::scratch, member::training_scratch>>{};
    else if constexpr (TENON_HAS_MEMBER(Joint, train_scratch))
        return Unfit<TakesMember<member::train_scratch, member::training_scratch>>{};
    else if constexpr (TENON_HAS_MEMBER(Joint, scratch_training))
        return Unfit<TakesMember<member::scratch_training, member::training_scratch>>{};
    else if constexpr (TENON_HAS_MEMBER(Joint, training_scratches))
        return Unfit<TakesMember<member::training_scratches, member::training_scratch>>{};
    else if constexpr (TENON_HAS_MEMBER(Joint, eval_scratch))
        return Unfit<TakesMember<member::eval_scratch, member::evaluation_scratch>>{};
    else if constexpr (TENON_HAS_MEMBER(Joint, inference_scratch))
        return Unfit<TakesMember<member::inference_scratch, member::evaluation_scratch>>{};
    else if constexpr (TENON_HAS_MEMBER(Joint, parameter))
        return Unfit<TakesMember<member::parameter, member::parameters>>{};
    else if constexpr (TENON_HAS_MEMBER(Joint, param))
        return Unfit<TakesMember<member::param, member::parameters>>{};
    else if constexpr (TENON_HAS_MEMBER(Joint, params))
        return Unfit<TakesMember<member::params, member::parameters>>{};
    else if constexpr (TENON_HAS_MEMBER(Joint, Parameters))
        return Unfit<TakesMember<member::Parameters, member::parameters>>{};
    else if constexpr (TENON_HAS_MEMBER(Joint, buffer))
        return Unfit<TakesMember<member::buffer, member::buffers>>{};
    else if constexpr (TENON_HAS_MEMBER(Joint, Buffers))
        return Unfit<TakesMember<member::Buffers, member::buffers>>{};
    else if constexpr (TENON_HAS_MEMBER(Joint, flops))
        return Unfit<TakesMember<member::flops, member::forward_flops>>{};
    else if constexpr (TENON_HAS_MEMBER(Joint, forward_flop))
        return Unfit<TakesMember<member::forward_flop, member::forward_flops>>{};
    else if constexpr (TENON_HAS_MEMBER(Joint, backward_flop))
        return Unfit<TakesMember<member::backward_flop, member::backward_flops>>{};
    else if constexpr (TENON_HAS_MEMBER(Joint, is_view))
        return Unfit<TakesMember<member::is_view, member::view>>{};
    else if constexpr (TENON_HAS_MEMBER(Joint, windows))
        return Unfit<TakesMember<member::windows, member::window>>{};
    else if constexpr (TENON_HAS_MEMBER(Joint, strides))
        return Unfit<TakesMember<member::strides, member::stride>>{};
    else if constexpr (TENON_HAS_MEMBER(Joint, check_train))
        return Unfit<TakesMember<member::check_train, member::check_training>>{};
    else if constexpr (TENON_HAS_MEMBER(Joint, training_check))
        return Unfit<TakesMember<member::training_check, member::check_training>>{};
    else
        return Fits{};
}

/// Whether a type is what a layer's check may answer.
template <class Answer>
inline constexpr bool is_verdict = false;
template <>
inline constexpr bool is_verdict<Fits> = true;
template <class Takes, class... Instead>
inline constexpr bool is_verdict<Unfit<Takes, Instead...>> = true;
template <class Where, class Takes, class What, class Better>
inline constexpr bool is_verdict<Misfit<Where, Takes, What, Better>> = true;
template <class... Words>
inline constexpr bool is_verdict<Refused<Words...>> = true;

/// Whether tables can be read while a program is compiled.
template <class Joint>
concept HasConstantTables =
    requires { std::bool_constant<are_laid_out(Joint::parameters) && are_laid_out(Joint::buffers)>{}; };
/// Whether a member is a constant number.
template <auto Number>
inline constexpr bool is_constant_size = std::is_same_v<decltype(Number), std::size_t>;

/// Numbers that say what a layer costs and sees.
template <class Joint>
constexpr auto judge_numbers() {
    if constexpr (!requires { requires is_constant_size<Joint::forward_flops>; })
        return Unfit<TakesMemberOfKind<member::forward_flops, std::size_t>>{};
    else if constexpr (!requires { requires is_constant_size<Joint::backward_flops>; })
        return Unfit<TakesMemberOfKind<member::backward_flops, std::size_t>>{};
    else if constexpr (!requires { requires is_constant_size<Joint::window>; })
        return Unfit<TakesMemberOfKind<member::window, std::size_t>>{};
    else if constexpr (!requires { requires is_constant_size<Joint::stride>; })
        return Unfit<TakesMemberOfKind<member::stride, std::size_t>>{};
    else if constexpr (Joint::upsamples && !requires { std::integral_constant<std::size_t, Joint::reach(1)>{}; })
        return Unfit<TakesReach>{};
    else if constexpr (!requires { requires is_verdict<decltype(Joint::template check_training<2>())>; })
        return Unfit<TakesVerdictOfTraining>{};
    else
        return Fits{};
}

/// What is under a view has as many elements.
template <class Joint, class In>
constexpr auto judge_view() {
    if constexpr (Joint::view && Joint::Output::size != In::size)
        return Unfit<TakesViewOfAll>{};
    else
        return Fits{};
}

/// The parts of a Joint that has an Output, of a layer that takes `In`.
template <class Joint, class In>
constexpr auto judge_joint() {
    using Out = typename Joint::Output;
    if constexpr (!is_input<Out>)
        return Unfit<TakesOutput<Out>>{};
    else if constexpr (!std::is_convertible_v<Joint*, JointDefaults*>)
        return Unfit<TakesJointDefaults>{};
    else if constexpr (!is_table<decltype(Joint::parameters)> || !is_table<decltype(Joint::buffers)> ||
                       !HasConstantTables<Joint>)
        return Unfit<TakesTables>{};
    else if constexpr (!requires {
                           std::index_sequence<Joint::saved(1), Joint::training_scratch(1),
                                               Joint::evaluation_scratch(1)>{};
                       })
        return Unfit<TakesSizesByBatch>{};
    else if constexpr (!is_countable<Out> || !are_countable(Joint::parameters) || !are_countable(Joint::buffers) ||
                       Joint::saved(1) / 4 > largest_size * most_layers ||
                       Joint::training_scratch(1) / 4 > largest_size * most_layers ||
                       Joint::evaluation_scratch(1) / 4 > largest_size * most_layers)
        return Unfit<TakesCountableSizes>{};
    else if constexpr (!are_laid_out(Joint::parameters) || !are_laid_out(Joint::buffers))
        return Unfit<TakesTables>{};
    else if constexpr (!are_named(Joint::parameters) || !are_named(Joint::buffers))
        return Unfit<TakesNamedTensors>{};
    else if constexpr (!decltype(judge_numbers<Joint>())::fits)
        return judge_numbers<Joint>();
    else if constexpr (std::is_same_v<decltype(Joint::view), const bool>)
        return judge_view<Joint, In>();
    else
        return Unfit<TakesMemberOfKind<member::view, bool>>{};
}

/// The sizes alone of a layer of tenon's, which the tests know to keep the rest.
template <class Joint>
constexpr auto judge_sizes() {
    if constexpr (!is_countable<typename Joint::Output> || !are_countable(Joint::parameters))
        return Unfit<TakesCountableSizes>{};
    else
        return Fits{};
}

/// The verdict on what a layer that fits promises.
template <class Type, class In>
constexpr auto judge_contract() {
    if constexpr (requires { Type::header; }) {
        return judge_sizes<typename Type::template Joint<In>>();
    } else if constexpr (!requires { typename Type::template Joint<In>; }) {
        return Unfit<TakesJoint>{};
    } else if constexpr (!requires { typename Type::template Joint<In>::Output; }) {
        return Unfit<TakesOutput<void>>{};
    } else {
        using Joint = typename Type::template Joint<In>;
        using Verdict = decltype(judge_joint<Joint, In>());
        if constexpr (Verdict::fits)
            return misspelt_member<Joint>();
        else
            return Verdict{};
    }
}

/// What a layer answers, or what it lacks to be one.
template <class Type, class In>
constexpr auto check_layer() {
    if constexpr (!std::is_same_v<Type, std::remove_cvref_t<Type>>) {
        return Unfit<TakesPlainType, std::remove_cvref_t<Type>>{};
    } else if constexpr (!requires { Type::template check<In>(); }) {
        return Unfit<TakesToBeALayer>{};
    } else {
        using Answer = decltype(Type::template check<In>());
        if constexpr (!is_verdict<Answer>)
            return Unfit<TakesVerdictOfCheck<Answer>>{};
        else if constexpr (!Answer::fits)
            return Answer{};
        else
            return judge_contract<Type, In>();
    }
}

} // namespace tenon::detail
