// SPDX-License-Identifier: BSL-1.0
//
// Whether a file of RTNeural can hold a net, and what is said where it cannot.
#pragma once

#include "tenon/dsl.hpp"
#include "tenon/dsl/judge.hpp"

#include <cstddef>
#include <string_view>
#include <type_traits>

namespace tenon {

namespace detail {

struct RtneuralHasNoLayer {};
struct RtneuralHasNoInput {};

/// The format's name for a layer that is an activation; empty where it has none.
template <class Layer>
inline constexpr std::string_view rtneural_activation{};
template <>
inline constexpr std::string_view rtneural_activation<Tanh> = "tanh";
template <>
inline constexpr std::string_view rtneural_activation<Relu> = "relu";
template <>
inline constexpr std::string_view rtneural_activation<Sigmoid> = "sigmoid";
template <>
inline constexpr std::string_view rtneural_activation<Softmax> = "softmax";
template <auto... Spec>
inline constexpr std::string_view rtneural_activation<Elu<Spec...>> =
    Elu<Spec...>::alpha == Percent{100} ? "elu" : std::string_view();

/// Whether the format has a layer, or, as Dropout, the layer does nothing where a net is played.
template <class Layer, class In>
inline constexpr bool in_rtneural = !rtneural_activation<Layer>.empty();
template <auto... Spec, class In>
inline constexpr bool in_rtneural<Linear<Spec...>, In> = true;
template <auto... Spec, class In>
inline constexpr bool in_rtneural<Conv1d<Spec...>, In> = Conv1d<Spec...>::stride == 1 && !Conv1d<Spec...>::keeps_length;
template <auto... Spec, class In>
inline constexpr bool in_rtneural<BatchNorm1d<Spec...>, In> = !BatchNorm1d<Spec...>::by_position || In::positions == 1;
template <auto... Spec, class In>
inline constexpr bool in_rtneural<PRelu<Spec...>, In> = true;
template <auto... Spec, class In>
inline constexpr bool in_rtneural<Dropout<Spec...>, In> = true;

/// The first layer that the format does not have; void where it has all of them.
template <class Layer, class In>
struct NotInRtneural {
    using type = std::conditional_t<in_rtneural<Layer, In>, void, Layer>;
};
template <class In>
struct NotInRtneural<Sequential<>, In> {
    using type = void;
};
template <class First, class... Rest, class In>
struct NotInRtneural<Sequential<First, Rest...>, In> {
    static constexpr auto find() {
        using Here = typename NotInRtneural<First, In>::type;
        if constexpr (std::is_void_v<Here>)
            return std::type_identity<typename NotInRtneural<Sequential<Rest...>, Output<First, In>>::type>{};
        else
            return std::type_identity<Here>{};
    }
    using type = typename decltype(find())::type;
};

template <class Net, class In>
constexpr auto judge_rtneural() {
    if constexpr (!fits<Net, In>) {
        return Fits{}; // its model tells what is wrong
    } else if constexpr (!is_shape<In>) {
        return Refused<RtneuralHasNoInput, In>{};
    } else if constexpr (In::rank > 2) {
        return Refused<RtneuralHasNoInput, In>{};
    } else {
        using Missing = typename NotInRtneural<Net, In>::type;
        if constexpr (std::is_void_v<Missing>)
            return Fits{};
        else
            return Refused<RtneuralHasNoLayer, Missing>{};
    }
}

template <class In>
constexpr void say(Draft& draft, Word<Refused<RtneuralHasNoInput, In>>) {
    draft << "a file of RTNeural takes Shape<features> or Shape<positions, features>, but the input of the model is "
          << spelling<In>().view();
}
template <class Layer>
constexpr void say(Draft& draft, Word<Refused<RtneuralHasNoLayer, Layer>>) {
    draft << "a file of RTNeural has no " << spelling<Layer>().view()
          << ": it has Linear, Conv1d with neither Stride nor same_length, BatchNorm1d without per_position, PRelu, "
             "Tanh, Relu, Sigmoid, Softmax and Elu<>, one behind another";
}

} // namespace detail

/// Fits, or what a file of RTNeural does not have.
template <class Net, class In>
using RtneuralVerdict = decltype(detail::judge_rtneural<Net, In>());

} // namespace tenon
