// SPDX-License-Identifier: BSL-1.0
//
// Arrays of layers, which the WaveNet of Neural Amp Modeler consists of: how they are spelled, and their sizes, tensors
// and work as constants.
#pragma once

#include "tenon/dsl/compose/form.hpp"
#include "tenon/dsl/joint.hpp"
#include "tenon/dsl/options.hpp"
#include "tenon/dsl/rewrite/fused_pointwise.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>
#include <tuple>
#include <utility>

namespace tenon::nam {

/// The sizes of the kernels of an array's layers: one for all of them, or one for each.
template <std::size_t... Sizes>
struct Kernels {};
/// The dilations of an array's layers, one for each.
template <std::size_t... Steps>
struct Dilations {};

/// The size of a head's kernel.
struct Kernel {
    int value;
    friend constexpr bool operator==(Kernel, Kernel) = default;
    friend constexpr bool is_in_range(Kernel kernel) { return kernel.value > 0; }
};

/// A causal convolution of the sum of an array's activations: `Head<out>`, `Head<out, Kernel{n}>`, each also with
/// `no_bias`. The head of the next array begins with its output; that of the last array is the net's.
template <auto... Spec>
struct Head {
    static constexpr std::size_t out = tenon::detail::sizes_in<Spec...>()[0];
    static constexpr std::size_t kernel = tenon::detail::count_in<Kernel, Spec...>();
    static constexpr bool bias = !tenon::detail::has_option<no_bias, Spec...>();
    static constexpr bool is_well_spelled =
        tenon::detail::well_spelled<1, 1, tenon::detail::OptionsOf<Kernel, LinearOption>, Spec...>() &&
        !tenon::detail::has_option<aligned_rows, Spec...>();
};

/// In the place of an activation: Value(first half) · Gate(second half) of twice as many channels.
template <class Value, class GateFunction>
struct Gate {};

/// Layers of so many channels one behind another, each a dilated causal convolution of the stream and the input mixed
/// in, an activation, and a 1×1 convolution that is added to the stream. The activation is a layer such as Tanh that
/// works on each element by itself, or `Gate<Tanh, Sigmoid>`.
template <std::size_t Channels, class KernelSizes, class Steps, class Activation, class HeadType>
struct LayerArray {
    static constexpr std::size_t channels = Channels;
};

} // namespace tenon::nam

namespace tenon::detail {

template <>
inline constexpr bool is_number<nam::Kernel> = true;

/// An activation, or the gate in its place.
template <class Activation>
struct NamActivation {
    static constexpr bool is_gated = false, is_known = is_pointwise<Activation>;
};
template <class Value, class Function>
struct NamActivation<nam::Gate<Value, Function>> {
    static constexpr bool is_gated = true, is_known = is_pointwise<Value> && is_pointwise<Function>;
};

/// One layer.
struct NamLayer {
    std::size_t kernel, dilation;
    [[nodiscard]] constexpr std::size_t history() const { return (kernel - 1) * dilation; }
};

/// An array as constants. `In` channels flow in.
template <class Type, std::size_t In>
struct NamArray {
    static constexpr bool is_array = false;
};
template <std::size_t Channels, std::size_t... Sizes, std::size_t... Steps, class ActivationType, auto... HeadSpec,
          std::size_t In>
struct NamArray<
    nam::LayerArray<Channels, nam::Kernels<Sizes...>, nam::Dilations<Steps...>, ActivationType, nam::Head<HeadSpec...>>,
    In> {
    using Activation = ActivationType;
    using Head = nam::Head<HeadSpec...>;
    static constexpr bool is_array = true;
    static constexpr std::size_t in = In, channels = Channels, count = sizeof...(Steps);
    static constexpr bool gated = NamActivation<Activation>::is_gated;
    static constexpr std::size_t inner = gated ? 2 * channels : channels; ///< what the convolutions give
    static constexpr bool is_well_spelled =
        channels > 0 && count > 0 && (sizeof...(Sizes) == 1 || sizeof...(Sizes) == count) && ((Sizes > 0) && ...) &&
        ((Steps > 0) && ...) && Head::is_well_spelled&& NamActivation<Activation>::is_known;
    static constexpr std::array<NamLayer, count> layers = [] {
        std::array<NamLayer, count> all{NamLayer{0, Steps}...};
        constexpr std::array sizes{Sizes...};
        for (std::size_t index = 0; index < count; ++index) all[index].kernel = sizes[sizes.size() == 1 ? 0 : index];
        return all;
    }();
    static constexpr std::size_t head_history = Head::kernel - 1;
    static constexpr std::size_t history = [] {
        std::size_t sum = head_history;
        for (const NamLayer& layer : layers) sum += layer.history();
        return sum;
    }();

    /// Reals of the rings of the layers, and behind them of the head's.
    static constexpr std::size_t state(std::size_t frames) {
        std::size_t sum = ring_size(channels, head_history, frames);
        for (const NamLayer& layer : layers) sum += ring_size(channels, layer.history(), frames);
        return sum;
    }

    /// Reals that training keeps: what flows in, streams with zeros in front, and what goes into activations.
    static constexpr std::size_t with_zeros(std::size_t zeros, std::size_t positions) {
        return channels * (std::min(zeros, positions) + positions);
    }
    static constexpr std::size_t saved(std::size_t positions, bool keeps_input) {
        std::size_t sum = (keeps_input ? in * positions : 0) + with_zeros(head_history, positions);
        for (const NamLayer& layer : layers) sum += with_zeros(layer.history(), positions) + inner * positions;
        return sum;
    }

    /// Multiply-adds of a sample.
    static constexpr std::size_t multiply_adds(bool is_last) {
        std::size_t sum = in * channels + Head::kernel * channels * Head::out;
        for (const NamLayer& layer : layers) sum += (layer.kernel * channels + 1) * inner + channels * channels;
        return sum - (is_last ? channels * channels : 0); // what would leave the last layer goes nowhere
    }

    static constexpr std::size_t tensor_count = 1 + 5 * count + (Head::bias ? 2 : 1);
    template <std::size_t All>
    static constexpr void append(std::array<TensorSpec, All>& table, std::size_t& filled, std::size_t index) {
        const auto add = [&](std::string_view name, Extents shape, bool is_layer = false, std::size_t layer = 0) {
            TensorSpec& spec = table[filled++];
            spec.name << index << '.';
            if (is_layer) spec.name << "layers." << layer << '.';
            spec.name << name;
            spec.shape = shape;
            spec.transposed_in_files = shape.rank > 1;
            spec.init = shape.rank > 1 ? Init::normal_by_fan_in : Init::zeros;
        };
        add("rechannel.weight", {1, in, channels});
        for (std::size_t layer = 0; layer < count; ++layer) {
            add("conv.weight", {layers[layer].kernel, channels, inner}, true, layer);
            add("conv.bias", {inner}, true, layer);
            add("input_mixer.weight", {1, 1, inner}, true, layer);
            add("layer1x1.weight", {1, channels, channels}, true, layer);
            add("layer1x1.bias", {channels}, true, layer);
        }
        add("head.weight", {Head::kernel, channels, Head::out});
        if (Head::bias) add("head.bias", {Head::out});
    }
};

template <class Type>
inline constexpr bool is_nam_array = NamArray<Type, 1>::is_array;

/// The arrays of a WaveNet, each with the channels that flow into it.
template <class Indices, class... Types>
struct NamStages;
template <std::size_t... Index, class... Types>
struct NamStages<std::index_sequence<Index...>, Types...> {
    static constexpr std::size_t count = sizeof...(Types);
    static constexpr std::array<std::size_t, count + 1> channels{1, Types::channels...};
    template <std::size_t At>
    using Array = NamArray<std::tuple_element_t<At, std::tuple<Types...>>, channels[At]>;

    /// A head gives as many channels as the next array has.
    static constexpr bool are_well_spelled = [] {
        constexpr std::array heads{Array<Index>::Head::out...};
        bool good = (Array<Index>::is_well_spelled && ...);
        for (std::size_t index = 0; index + 1 < count; ++index) good = good && heads[index] == channels[index + 2];
        return good;
    }();
    static constexpr std::size_t out = Array<count - 1>::Head::out;
    static constexpr std::size_t history = (Array<Index>::history + ...);
    static constexpr std::size_t multiply_adds = (Array<Index>::multiply_adds(Index + 1 == count) + ...);
    static constexpr std::size_t widest = std::max({Array<Index>::inner..., Array<Index>::Head::out...});
    static constexpr std::size_t most_channels = std::max({Array<Index>::channels...});
    /// The first tensor of each array.
    static constexpr std::array<std::size_t, count> first_tensors =
        starts(std::array<std::size_t, count>{Array<Index>::tensor_count...});
    /// Where the state of each array starts.
    static constexpr std::array<std::size_t, count> state_starts(std::size_t frames) {
        return starts(std::array<std::size_t, count>{Array<Index>::state(frames)...});
    }

    static constexpr auto parameters = [] {
        std::array<TensorSpec, (Array<Index>::tensor_count + ...) + 1> table;
        std::size_t filled = 0;
        (Array<Index>::append(table, filled, Index), ...);
        table[filled].name << "head_scale";
        table[filled].shape = {1};
        table[filled].init = Init::ones;
        std::size_t offset = 0;
        for (TensorSpec& spec : table) {
            spec.offset = offset;
            offset += aligned_size(spec.shape.size());
        }
        return table;
    }();
    static constexpr std::size_t state(std::size_t frames) { return (Array<Index>::state(frames) + ...); }
    static constexpr std::size_t saved(std::size_t positions) {
        return (Array<Index>::saved(positions, Index > 0) + ...) + out * positions;
    }
    static constexpr std::size_t largest_tensor = [] {
        std::size_t largest = 0;
        for (const TensorSpec& spec : parameters) largest = std::max(largest, spec.shape.size());
        return largest;
    }();
};

} // namespace tenon::detail
