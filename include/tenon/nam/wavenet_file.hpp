// SPDX-License-Identifier: BSL-1.0
//
// The part of a .nam file that describes a WaveNet: its arrays, and whether tenon has all that they ask for.
#pragma once

#include "tenon/io/json_reader.hpp"
#include "tenon/nam/config.hpp"
#include "tenon/nam/type_of.hpp"

#include <array>
#include <cstddef>
#include <string>
#include <vector>

namespace tenon::nam::detail {

using tenon::detail::counted;
using tenon::detail::in_quotes;
using tenon::detail::JsonReader;
using tenon::detail::whole_numbers;

/// The largest channels and kernels, and dilations, that are read.
inline constexpr std::size_t most_channels = 4096, most_dilation = 65536;

/// Refuses more than one of what there is one of if the file does not say.
inline void require_one(const JsonReader& object, const std::string& key, const std::string& what) {
    const auto count = object.find(key);
    if (count && count->whole_number(most_channels) > 1) count->fail_unsupported(what);
}
inline void refuse(const JsonReader& object, const std::string& key, const std::string& what) {
    if (const auto member = object.find(key)) member->fail_unsupported(what);
}

/// A name, or an object with a type and numbers.
inline ActivationConfig read_activation(const JsonReader& value) {
    if (!value.is_string() && !value.is_object()) value.fail_expected("a name or an object");
    ActivationConfig activation{value.is_string() ? value.string() : value["type"].string()};
    if (layer_of(activation.name).empty()) value.fail_unsupported("activation " + in_quotes(activation.name));
    if (activation.name != "LeakyReLU" || !value.is_object()) return activation;
    if (const auto slope = value.find("negative_slope")) {
        activation.slope = slope->number();
        if (percent_of(activation.slope) < 0)
            slope->fail_unsupported("a LeakyReLU whose slope is not a whole percentage");
    }
    return activation;
}

/// What is told once for all layers of an array, or for each of them in a list and is the same in all.
template <class Read>
auto read_for_all(const JsonReader& value, std::size_t layers, const std::string& differing, Read read) {
    if (!value.is_list()) return read(value);
    const std::vector<JsonReader> items = value.items(layers, "one for each dilation");
    auto first = read(items.front());
    for (const JsonReader& item : items)
        if (read(item) != first) value.fail_unsupported(differing);
    return first;
}

inline bool read_gating_mode(const JsonReader& value) {
    const std::string& mode = value.string();
    if (mode == "blended") value.fail_unsupported("blended gating");
    if (mode != "none" && mode != "gated") value.fail_expected("'none', 'gated' or 'blended'");
    return mode == "gated";
}

/// The gating of an array: `gating_mode` and `secondary_activation`, or, in older files, `gated`.
inline void read_gate(const JsonReader& array, ArrayConfig& config) {
    const std::size_t layers = config.dilations.size();
    const auto mode = array.find("gating_mode");
    const auto gated = array.find("gated");
    if (mode) {
        config.gated = read_for_all(*mode, layers, "gating in some layers of an array", read_gating_mode);
        const auto gate = array.find("secondary_activation");
        if (!config.gated || !gate) return;
        const auto activation = read_for_all(*gate, layers, "different gates in one array", read_activation);
        if (activation != ActivationConfig{activation.name})
            gate->fail_unsupported("a gate that is a LeakyReLU with another slope than 0.01");
        config.gate = activation.name;
    } else if (gated) {
        config.gated = gated->boolean();
    }
}

/// `head` says all of it; older files have head_size and head_bias.
inline void read_head(const JsonReader& array, ArrayConfig& config) {
    if (const auto head = array.find("head")) {
        config.head_size = (*head)["out_channels"].whole_number(most_channels);
        config.head_kernel = (*head)["kernel_size"].whole_number(most_channels);
        config.head_bias = (*head)["bias"].boolean();
        require_one(*head, "head_dilation", "a head with a dilation");
    } else {
        config.head_size = array["head_size"].whole_number(most_channels);
        config.head_bias = array["head_bias"].boolean();
    }
}

inline void read_kernels(const JsonReader& array, ArrayConfig& config) {
    const std::size_t layers = config.dilations.size();
    const auto sizes = array.find("kernel_sizes");
    if (sizes && array.find("kernel_size")) array.fail(R"(has "kernel_size" and "kernel_sizes", expected one of them)");
    if (sizes)
        config.kernel_sizes = whole_numbers(sizes->items(layers, "one for each dilation"), most_channels);
    else
        config.kernel_sizes.assign(layers, array["kernel_size"].whole_number(most_channels));
}

/// Refuses what an array of tenon cannot be.
inline void refuse_extensions(const JsonReader& array, const ArrayConfig& config) {
    constexpr std::array films{"conv_pre_film",         "conv_post_film",      "input_mixin_pre_film",
                               "input_mixin_post_film", "activation_pre_film", "activation_post_film",
                               "layer1x1_post_film",    "head1x1_post_film"};
    for (const char* const key : films) {
        const auto film = array.find(key);
        if (!film || film->is_false()) continue;
        const auto active = film->find("active");
        if (!active) film->fail_unsupported("FiLM");
        if (active->boolean()) active->fail_unsupported("FiLM");
    }
    if (const auto head1x1 = array.find("head1x1")) {
        const JsonReader active = (*head1x1)["active"];
        if (active.boolean()) active.fail_unsupported("a head1x1");
    }
    if (const auto layer1x1 = array.find("layer1x1")) {
        const JsonReader active = (*layer1x1)["active"];
        if (!active.boolean()) active.fail_unsupported("layers without layer1x1");
        require_one(*layer1x1, "groups", "groups");
    }
    require_one(array, "groups_input", "groups");
    require_one(array, "groups_input_mixin", "groups");
    const auto slimmable = array.find("slimmable");
    if (slimmable && slimmable->is_object()) slimmable->fail_unsupported("slimmable channels");
    const auto bottleneck = array.find("bottleneck");
    if (bottleneck && bottleneck->whole_number(most_channels) != config.channels)
        bottleneck->fail_unsupported("a bottleneck");
}

inline ArrayConfig read_array(const JsonReader& array) {
    ArrayConfig config;
    config.input_size = array["input_size"].whole_number(most_channels);
    config.condition_size = array["condition_size"].whole_number(most_channels);
    config.channels = config.bottleneck = array["channels"].whole_number(most_channels);
    config.dilations = whole_numbers(array["dilations"].items(), most_dilation);
    read_kernels(array, config);
    config.activation = read_for_all(array["activation"], config.dilations.size(), "different activations in one array",
                                     read_activation);
    read_gate(array, config);
    read_head(array, config);
    refuse_extensions(array, config);
    return config;
}

/// Refuses arrays that do not fit: each takes the stream of the one before, and begins its sum with what the head of
/// that gives.
inline void require_joints(const std::vector<JsonReader>& arrays, const std::vector<ArrayConfig>& configs) {
    for (std::size_t index = 0; index < configs.size(); ++index) {
        const ArrayConfig& config = configs[index];
        if (config.condition_size != 1) arrays[index]["condition_size"].fail_expected("1, the input");
        if (index == 0) {
            if (config.input_size != 1) arrays[index]["input_size"].fail_expected("1, the input");
            continue;
        }
        const ArrayConfig& before = configs[index - 1];
        const std::string& name = arrays[index - 1].path();
        if (config.input_size != before.channels)
            arrays[index]["input_size"].fail_expected(std::to_string(before.channels) + ", the channels of " + name);
        if (config.channels != before.head_size)
            arrays[index]["channels"].fail_expected(std::to_string(before.head_size) + ", the head_size of " + name);
    }
}

inline WaveNetConfig read_wavenet(const JsonReader& config) {
    refuse(config, "condition_dsp", "a net for the condition");
    refuse(config, "head", "a head behind the arrays");
    require_one(config, "in_channels", "several input channels");
    const std::vector<JsonReader> arrays = config["layers"].items();
    WaveNetConfig wavenet;
    for (const JsonReader& array : arrays) wavenet.arrays.push_back(read_array(array));
    require_joints(arrays, wavenet.arrays);
    wavenet.head_scale = config["head_scale"].number();
    return wavenet;
}

} // namespace tenon::nam::detail
