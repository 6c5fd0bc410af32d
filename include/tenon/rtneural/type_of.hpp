// SPDX-License-Identifier: BSL-1.0
//
// The net of a file of RTNeural as a user writes it in C++.
#pragma once

#include "tenon/rtneural/config.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tenon::rtneural {

namespace detail {

/// The layers of activations, by the format's names.
inline constexpr std::array<std::pair<std::string_view, std::string_view>, 5> activations{
    {{"tanh", "Tanh"}, {"relu", "Relu"}, {"sigmoid", "Sigmoid"}, {"softmax", "Softmax"}, {"elu", "Elu<>"}}};

/// The layer that computes an activation; nothing where there is none.
inline std::string_view layer_of(std::string_view activation) {
    const auto* const found = std::ranges::find(activations, activation, [](const auto& row) { return row.first; });
    return found == activations.end() ? std::string_view() : found->second;
}

/// An epsilon with as few digits as tell it from other floats: what Python wrote of one is 0.0010000000474974513.
inline std::string shortest(double epsilon) {
    std::array<char, 32> text{};
    const auto written = std::to_chars(text.data(), text.data() + text.size(), static_cast<float>(epsilon));
    return {text.data(), written.ptr};
}

inline std::string spelled_conv1d(const LayerConfig& layer, bool bias) {
    const auto option = [](const char* name, std::size_t number) {
        return number == 1 ? std::string() : std::string(", ") + name + "{" + std::to_string(number) + "}";
    };
    return "Conv1d<" + std::to_string(layer.out) + ", " + std::to_string(layer.kernel) +
           (layer.causal ? ", causal" : "") + option("Dilation", layer.dilation) + option("Groups", layer.groups) +
           (bias ? ">" : ", no_bias>");
}

/// A layer without its activation; empty where it is nothing but that.
inline std::string spelled(const LayerConfig& layer, bool bias) {
    switch (layer.kind) {
    case LayerKind::dense:
        return "Linear<" + std::to_string(layer.out) + (bias ? ">" : ", no_bias>");
    case LayerKind::conv1d:
        return spelled_conv1d(layer, bias);
    case LayerKind::batch_norm: {
        const std::string epsilon = shortest(layer.epsilon);
        return epsilon == shortest(1e-5) ? "BatchNorm1d<>" : "BatchNorm1d<NormEpsilon{" + epsilon + "}>";
    }
    case LayerKind::prelu:
        return "PRelu<>";
    case LayerKind::activation:
        break;
    }
    return {};
}

inline bool has_bias(const LayerConfig& layer) { return layer.weights.size() > 1; }
inline std::string spelled(const LayerConfig& layer) { return spelled(layer, has_bias(layer)); }

/// A layer of a net, as it stands in a file.
struct Entry {
    std::string place;        ///< `layers[2]`, or `layers[2].activation`
    std::string text;         ///< as it is spelled
    const LayerConfig* layer; ///< nullptr for an activation
};
inline std::vector<Entry> entries_of(const File& file) {
    std::vector<Entry> entries;
    for (std::size_t index = 0; index < file.layers.size(); ++index) {
        const LayerConfig& layer = file.layers[index];
        const std::string place = "layers[" + std::to_string(index) + "]";
        if (layer.kind != LayerKind::activation) entries.push_back({place, spelled(layer), &layer});
        if (!layer.activation.empty())
            entries.push_back({place + ".activation", std::string(layer_of(layer.activation)), nullptr});
    }
    return entries;
}

} // namespace detail

/// The type of a file's net, such as `Sequential<Conv1d<8, 3, causal>, Tanh, Linear<1>>`.
inline std::string type_of(const File& file) {
    const std::vector<detail::Entry> entries = detail::entries_of(file);
    if (entries.size() == 1) return entries.front().text;
    std::string layers;
    for (const detail::Entry& entry : entries) layers += (layers.empty() ? "" : ", ") + entry.text;
    return "Sequential<" + layers + ">";
}

/// The type of its input, such as `Shape<100, 1>`. Where the file leaves open how many positions there are, it says 64;
/// any other number is as good.
inline std::string input_of(const File& file) {
    const std::string positions = file.has_positions ? std::to_string(file.positions.value_or(64)) + ", " : "";
    return "Shape<" + positions + std::to_string(file.features) + ">";
}

} // namespace tenon::rtneural
