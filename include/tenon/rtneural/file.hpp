// SPDX-License-Identifier: BSL-1.0
//
// The files of RTNeural: JSON with a model's layers and their weights. They are read as values, and what is wrong with
// one, or needs what tenon does not have, is told in one sentence that names the place. Source: RTNeural's
// model_loader.h and model_utils.py, which decide what the format is.
#pragma once

#include "tenon/data/printable.hpp"
#include "tenon/dsl/options.hpp"
#include "tenon/io/input_file.hpp"
#include "tenon/io/json_reader.hpp"
#include "tenon/io/json_tree.hpp"
#include "tenon/rtneural/config.hpp"
#include "tenon/rtneural/type_of.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tenon::rtneural {

namespace detail {

using tenon::detail::in_quotes;
using tenon::detail::JsonReader;

/// The largest sizes, dilations and lengths that are read, and the largest file. What is in use has a hundredth of
/// them.
inline constexpr std::size_t most_features = 65536, most_taps = 65536, most_positions = 1U << 24U;
inline constexpr std::uint64_t largest_rtneural_file = std::uint64_t{1} << 26U;

/// What flows from one layer to the next.
struct Flow {
    std::size_t features = 1;
    bool has_positions = false;
    std::optional<std::size_t> positions; ///< where the file says how many
    std::string from;                     ///< `the features of layers[1]`
};

/// A shape: the batch, or null, then the positions, or null, if there are any, and the features.
inline Flow read_shape(const JsonReader& shape) {
    const std::vector<JsonReader> axes = shape.items();
    if (axes.size() == 4) shape.fail_unsupported("shapes of four axes, as those of a conv2d");
    if (axes.size() != 2 && axes.size() != 3) shape.fail_size("2 or 3: the batch, positions and features");
    const auto axis = [](const JsonReader& value) {
        return value.is_null() ? std::nullopt : std::optional(value.whole_number(most_positions));
    };
    axis(axes.front());
    const bool has_positions = axes.size() == 3;
    return {axes.back().whole_number(most_features), has_positions, has_positions ? axis(axes[1]) : std::nullopt, {}};
}

/// A number, or a list of one, as the exporter writes them.
inline std::size_t read_size(const JsonReader& value, std::size_t most) {
    return (value.is_list() ? value.items(1, "one size").front() : value).whole_number(most);
}

inline std::string read_activation(const JsonReader& layer) {
    const auto activation = layer.find("activation");
    if (!activation) return {};
    const std::string& name = activation->string();
    if (!name.empty() && layer_of(name).empty())
        activation->fail_expected("tanh, relu, sigmoid, softmax, elu or '' for none");
    return name;
}

inline void append_matrix(const JsonReader& list, std::size_t rows, std::size_t columns, std::vector<float>& numbers) {
    for (const JsonReader& row : list.items(rows, "one for each input")) {
        const std::vector<float> values = row.floats(columns, "one for each output");
        numbers.insert(numbers.end(), values.begin(), values.end());
    }
}

/// The lists of a dense or a conv1d: the kernel's is read, and behind it may be a bias.
inline JsonReader read_kernel_and_bias(const JsonReader& layer, LayerConfig& config) {
    const JsonReader weights = layer["weights"];
    const std::vector<JsonReader> lists = weights.items();
    if (lists.size() > 2) weights.fail_size("1 or 2: the weight, and a bias");
    config.weights.emplace_back();
    if (lists.size() == 2) config.weights.push_back(lists[1].floats(config.out, "one for each output"));
    return lists.front();
}

inline void read_dense(const JsonReader& layer, LayerConfig& config) {
    const JsonReader kernel = read_kernel_and_bias(layer, config);
    append_matrix(kernel, config.in, config.out, config.weights.front());
}

inline void read_conv1d(const JsonReader& layer, LayerConfig& config) {
    config.kernel = read_size(layer["kernel_size"], most_taps);
    config.dilation = read_size(layer["dilation"], most_taps);
    if (const auto groups = layer.find("groups")) {
        config.groups = groups->whole_number(most_features);
        if (config.in % config.groups != 0 || config.out % config.groups != 0)
            groups->fail_expected("one that divides " + std::to_string(config.in) + " and " +
                                  std::to_string(config.out) + ", its inputs and outputs");
    }
    const JsonReader kernel = read_kernel_and_bias(layer, config);
    for (const JsonReader& tap : kernel.items(config.kernel, "the kernel_size"))
        append_matrix(tap, config.in / config.groups, config.out, config.weights.front());
}

/// The epsilon that a layer has: at most nine digits.
inline double read_epsilon(const JsonReader& value) {
    const double epsilon = value.number();
    const std::string text = shortest(epsilon);
    double written = 0;
    std::from_chars(text.data(), text.data() + text.size(), written);
    if (!(epsilon > 0)) value.fail_expected("a number above 0");
    if (!tenon::detail::is_in_range(NormEpsilon(written))) value.fail_unsupported("an epsilon of " + text);
    return epsilon;
}

/// gamma, beta, mean and variance; or, if it has learned neither, the last two.
inline void read_batch_norm(const JsonReader& layer, LayerConfig& config) {
    config.epsilon = read_epsilon(layer["epsilon"]);
    const JsonReader weights = layer["weights"];
    const std::vector<JsonReader> lists = weights.items();
    if (lists.size() != 2 && lists.size() != 4)
        weights.fail_size("4 or 2: gamma and beta, and the running mean and variance");
    if (lists.size() == 2) config.weights = {std::vector<float>(config.out, 1), std::vector<float>(config.out, 0)};
    for (const JsonReader& list : lists) config.weights.push_back(list.floats(config.out, "one for each feature"));
    const std::vector<float>& variances = config.weights.back();
    for (std::size_t index = 0; index < variances.size(); ++index) {
        if (static_cast<double>(variances[index]) + config.epsilon > 0) continue;
        lists.back().item_at(index).fail_expected("a variance that is above 0 with the epsilon");
    }
}

/// A slope for each feature, or one for all.
inline void read_prelu(const JsonReader& layer, LayerConfig& config) {
    const JsonReader slopes = layer["weights"].items(1, "the slopes").front();
    const std::vector<JsonReader> positions = slopes.items();
    std::vector<float> values = positions.front().floats();
    if (positions.size() > 1) slopes.fail_unsupported("a slope for each position");
    if (values.size() == 1) values.resize(config.out, values.front());
    if (values.size() != config.out)
        positions.front().fail_size(config.out == 1 ? "1"
                                                    : "1 or " + std::to_string(config.out) + ", one for each feature");
    config.weights.push_back(std::move(values));
}

/// A type of the format, and what is known of it.
struct TypeRow {
    std::string_view name;
    LayerKind kind;
    void (*read)(const JsonReader& layer, LayerConfig& config);
};
inline constexpr std::array<TypeRow, 6> types{
    {{"dense", LayerKind::dense, read_dense},
     {"time-distributed-dense", LayerKind::dense, read_dense},
     {"conv1d", LayerKind::conv1d, read_conv1d},
     {"batchnorm", LayerKind::batch_norm, read_batch_norm},
     {"prelu", LayerKind::prelu, read_prelu},
     {"activation", LayerKind::activation, [](const JsonReader& layer, LayerConfig&) {
          if (!layer["weights"].is_empty_list())
              layer["weights"].fail("is not empty, and an activation has no weights");
      }}}};

inline const TypeRow& read_type(const JsonReader& type) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 4> missing{
        {{"gru", "a GRU"}, {"lstm", "an LSTM"}, {"conv2d", "a conv2d"}, {"batchnorm2d", "a batchnorm2d"}}};
    const std::string& name = type.string();
    for (const auto& [known, what] : missing)
        if (name == known) type.fail_unsupported(std::string(what));
    const auto* const row = std::ranges::find(types, name, &TypeRow::name);
    if (row == types.end()) type.fail_expected("dense, time-distributed-dense, conv1d, batchnorm, prelu or activation");
    return *row;
}

inline void refuse_other_members(const JsonReader& layer, const TypeRow& type) {
    constexpr std::array<std::string_view, 8> known{"type",        "activation", "shape",  "weights",
                                                    "kernel_size", "dilation",   "groups", "epsilon"};
    const std::span<const std::string_view> all(known);
    const std::string owner = "a layer of the type " + std::string(type.name);
    if (type.kind == LayerKind::conv1d) return layer.refuse_others(all.first(7), owner);
    if (type.kind != LayerKind::batch_norm) return layer.refuse_others(all.first(4), owner);
    constexpr std::array<std::string_view, 5> of_norm{"type", "activation", "shape", "weights", "epsilon"};
    layer.refuse_others(of_norm, owner);
}

/// Compares what a layer gives with what it would give, and tells whether a convolution has zeros in front.
inline void read_positions(const JsonReader& shape, const Flow& given, LayerConfig& config, Flow& flow) {
    flow.has_positions = flow.has_positions || given.has_positions || config.kind == LayerKind::conv1d;
    if (!given.positions || !flow.positions || given.positions == flow.positions) {
        if (given.positions) flow.positions = given.positions;
        return;
    }
    const std::size_t before = *flow.positions, history = (config.kernel - 1) * config.dilation;
    const bool may_shrink = config.kind == LayerKind::conv1d && history < before;
    if (!may_shrink || *given.positions != before - history) {
        const std::string other = may_shrink && history > 0 ? " or " + std::to_string(before - history) : "";
        shape.items()[1].fail_expected(std::to_string(before) + other + ", as " + std::to_string(before) +
                                       " positions come in");
    }
    config.causal = false;
    flow.positions = given.positions;
}

inline LayerConfig read_layer(const JsonReader& layer, Flow& flow) {
    const TypeRow& type = read_type(layer["type"]);
    const Flow given = read_shape(layer["shape"]);
    LayerConfig config;
    config.kind = type.kind;
    config.activation = read_activation(layer);
    config.in = flow.features;
    config.out = given.features;
    const bool keeps_features = type.kind != LayerKind::dense && type.kind != LayerKind::conv1d;
    if (keeps_features && config.in != config.out)
        layer["shape"].items().back().fail_expected(std::to_string(config.in) + ", " + flow.from);
    const bool has_function = !keeps_features || type.kind == LayerKind::activation;
    if (!has_function && !config.activation.empty())
        layer["activation"].fail_expected("'', since RTNeural has none behind a " + std::string(type.name));
    refuse_other_members(layer, type);
    type.read(layer, config);
    read_positions(layer["shape"], given, config, flow);
    flow.features = config.out;
    flow.from = "the features of " + layer.path();
    return config;
}

inline File read_model(const JsonReader& model) {
    Flow flow = read_shape(model["in_shape"]);
    flow.from = "the features of the input";
    File file;
    file.features = flow.features;
    file.positions = flow.positions;
    file.source = model.source();
    // Some programs that play such files add what goes in to what comes out.
    const auto skip = model.find("in_skip");
    if (skip && skip->number() != 0) skip->fail_unsupported("a skip from the input to the output");
    for (const JsonReader& layer : model["layers"].items()) file.layers.push_back(read_layer(layer.object(), flow));
    file.has_positions = flow.has_positions;
    return file;
}

} // namespace detail

/// Reads a file's text. Every doubt is a std::runtime_error with one sentence that starts with the `source`.
inline File parse(std::string_view text, const std::string& source) {
    const nlohmann::json tree = tenon::detail::JsonTree(source).parse(text);
    return detail::read_model(detail::JsonReader(tree, source, ""));
}

/// Reads a file of RTNeural. Throws std::runtime_error, as `parse` does, and where the file cannot be read.
inline File read(const std::filesystem::path& path) {
    return parse(read_file(path, detail::largest_rtneural_file),
                 printable(path.string(), tenon::detail::longest_source));
}

} // namespace tenon::rtneural
