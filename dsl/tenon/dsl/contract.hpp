// SPDX-License-Identifier: BSL-1.0
//
// What every layer owes besides a fit: the parts of a Joint, each under its name and of its kind, and sizes that can be
// counted. A layer of one's own that lacks something is told so where a net is checked.
#pragma once

#include "tenon/dsl/joint.hpp"
#include "tenon/dsl/shape.hpp"
#include "tenon/dsl/tensor.hpp"
#include "tenon/dsl/verdict.hpp"

#include <array>
#include <cstddef>
#include <type_traits>

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

template <std::size_t Count>
constexpr bool are_countable(const std::array<TensorSpec, Count>& specs) {
    for (const TensorSpec& spec : specs) {
        if (spec.shape.size() > largest_size) return false;
    }
    return true;
}

template <class Type>
inline constexpr bool is_table = false;
template <std::size_t Count>
inline constexpr bool is_table<const std::array<TensorSpec, Count>> = true;

/// Names of members, as types that compilers print.
namespace member {
struct backward_flop;
struct backward_flops;
struct buffer;
struct buffers;
struct eval_scratch;
struct evaluation_scratch;
struct flops;
struct forward_flop;
struct forward_flops;
struct is_view;
struct kernel;
struct parameter;
struct parameters;
struct params;
struct save;
struct saved;
struct saved_size;
struct saves;
struct scratch;
struct stride;
struct strides;
struct train_scratch;
struct training_scratch;
struct view;
struct weights;
struct window;
struct windows;
} // namespace member

/// A name that a Joint has and nobody reads, and the one that its author may have meant.
template <class Joint>
constexpr auto misspelt_member() {
    if constexpr (requires { Joint::save; })
        return Unfit<TakesMember<member::save, member::saved>>{};
    else if constexpr (requires { Joint::saves; })
        return Unfit<TakesMember<member::saves, member::saved>>{};
    else if constexpr (requires { Joint::saved_size; })
        return Unfit<TakesMember<member::saved_size, member::saved>>{};
    else if constexpr (requires { Joint::scratch; })
        return Unfit<TakesMember<member::scratch, member::training_scratch>>{};
    else if constexpr (requires { Joint::train_scratch; })
        return Unfit<TakesMember<member::train_scratch, member::training_scratch>>{};
    else if constexpr (requires { Joint::eval_scratch; })
        return Unfit<TakesMember<member::eval_scratch, member::evaluation_scratch>>{};
    else if constexpr (requires { Joint::parameter; })
        return Unfit<TakesMember<member::parameter, member::parameters>>{};
    else if constexpr (requires { Joint::params; })
        return Unfit<TakesMember<member::params, member::parameters>>{};
    else if constexpr (requires { Joint::weights; })
        return Unfit<TakesMember<member::weights, member::parameters>>{};
    else if constexpr (requires { Joint::buffer; })
        return Unfit<TakesMember<member::buffer, member::buffers>>{};
    else if constexpr (requires { Joint::flops; })
        return Unfit<TakesMember<member::flops, member::forward_flops>>{};
    else if constexpr (requires { Joint::forward_flop; })
        return Unfit<TakesMember<member::forward_flop, member::forward_flops>>{};
    else if constexpr (requires { Joint::backward_flop; })
        return Unfit<TakesMember<member::backward_flop, member::backward_flops>>{};
    else if constexpr (requires { Joint::is_view; })
        return Unfit<TakesMember<member::is_view, member::view>>{};
    else if constexpr (requires { Joint::windows; })
        return Unfit<TakesMember<member::windows, member::window>>{};
    else if constexpr (requires { Joint::kernel; })
        return Unfit<TakesMember<member::kernel, member::window>>{};
    else if constexpr (requires { Joint::strides; })
        return Unfit<TakesMember<member::strides, member::stride>>{};
    else
        return Fits{};
}

/// The parts of a Joint that has an Output.
template <class Joint>
constexpr auto judge_joint() {
    using Out = typename Joint::Output;
    if constexpr (!is_input<Out>)
        return Unfit<TakesOutput<Out>>{};
    else if constexpr (!std::is_base_of_v<JointDefaults, Joint>)
        return Unfit<TakesJointDefaults>{};
    else if constexpr (!is_table<decltype(Joint::parameters)> || !is_table<decltype(Joint::buffers)>)
        return Unfit<TakesTables>{};
    else if constexpr (!requires {
                           std::array<int, Joint::saved(1) + Joint::training_scratch(1) + Joint::evaluation_scratch(1) +
                                               1>{};
                       })
        return Unfit<TakesSizesByBatch>{};
    else if constexpr (!is_countable<Out> || !are_countable(Joint::parameters) || !are_countable(Joint::buffers))
        return Unfit<TakesCountableSizes>{};
    else
        return misspelt_member<Joint>();
}

/// The verdict on what a layer that fits promises.
template <class Type, class In>
constexpr auto judge_contract() {
    if constexpr (!requires { typename Type::template Joint<In>; })
        return Unfit<TakesJoint>{};
    else if constexpr (!requires { typename Type::template Joint<In>::Output; })
        return Unfit<TakesOutput<void>>{};
    else
        return judge_joint<typename Type::template Joint<In>>();
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
