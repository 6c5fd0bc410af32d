// SPDX-License-Identifier: BSL-1.0
//
// A model as a file that RTNeural loads.
#pragma once

#include "tenon/data/printable.hpp"
#include "tenon/dsl/judge.hpp"
#include "tenon/dsl/tensor.hpp"
#include "tenon/fail.hpp"
#include "tenon/io/output_file.hpp"
#include "tenon/model.hpp"
#include "tenon/rtneural/config.hpp"
#include "tenon/rtneural/layers.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <filesystem>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace tenon::rtneural {

namespace detail {

using Json = nlohmann::ordered_json;

/// Numbers as lists in one another, the first axis outermost.
template <class Real>
Json nested(std::span<const Real> numbers, std::span<const std::size_t> axes) {
    Json list = Json::array();
    const std::size_t part = numbers.size() / axes.front();
    for (std::size_t index = 0; index < axes.front(); ++index) {
        if (axes.size() == 1)
            list.push_back(numbers[index]);
        else
            list.push_back(nested(numbers.subspan(index * part, part), axes.subspan(1)));
    }
    return list;
}

/// The axes of a tensor in the file.
inline std::vector<std::size_t> axes_of(const LayerConfig& layer, std::string_view tensor) {
    if (layer.kind == LayerKind::prelu) return {1, layer.out};
    if (tensor != "weight" || layer.kind == LayerKind::batch_norm) return {layer.out};
    if (layer.kind == LayerKind::dense) return {layer.in, layer.out};
    return {layer.kernel, layer.in / layer.groups, layer.out};
}

/// Refuses infinities and NaN, which JSON does not have.
template <class ModelType>
void require_finite(const ModelType& model, const std::filesystem::path& path) {
    const auto look = [&](const auto& table, auto block) {
        for (const TensorSpec& spec : table) {
            const auto values = block.subspan(spec.offset, spec.shape.size());
            const auto odd = std::ranges::find_if(values, [](auto value) { return !std::isfinite(value); });
            if (odd == values.end()) continue;
            tenon::detail::fail<std::runtime_error>([&] {
                return printable(path.string(), tenon::detail::longest_source) + ": cannot hold the model, whose " +
                       std::string(spec.name.view()) + " has a number that is " + std::to_string(*odd);
            });
        }
    };
    look(ModelType::Joint::parameters, model.parameter_block());
    look(ModelType::Joint::buffers, model.buffer_block());
}

/// A layer's numbers, in the format's order. RTNeural asks for the bias of a convolution, which is 0 where it has none.
template <class ModelType>
Json weights_of(const ModelType& model, const NetLayer& layer) {
    using Real = typename ModelType::Real;
    Json weights = Json::array();
    for (const std::string_view name : tensors_of(layer.config.kind)) {
        std::vector<Real> numbers;
        with_tensor(model, layer.path + std::string(name), [&](const TensorSpec& spec, std::span<const Real> values) {
            const std::size_t row = row_of(layer.config, spec);
            for (std::size_t at = 0; at < values.size(); at += row_in_memory(spec))
                numbers.insert(numbers.end(), &values[at], &values[at] + row);
        });
        if (numbers.empty() && layer.config.kind == LayerKind::conv1d) numbers.resize(layer.config.out);
        if (!numbers.empty()) weights.push_back(nested<Real>(numbers, axes_of(layer.config, name)));
    }
    return weights;
}

inline std::string_view type_name(LayerKind kind) {
    switch (kind) {
    case LayerKind::dense:
        return "dense";
    case LayerKind::conv1d:
        return "conv1d";
    case LayerKind::batch_norm:
        return "batchnorm";
    case LayerKind::prelu:
        return "prelu";
    case LayerKind::activation:
        break;
    }
    return "activation";
}

/// A shape of the file: without a batch, and with positions where the input has them. How many there are is told only
/// if the net does not keep their number.
inline Json shape_json(std::size_t rank, bool keeps_length, std::size_t positions, std::size_t features) {
    Json shape = Json::array({nullptr});
    if (rank == 2) shape.push_back(keeps_length ? Json(nullptr) : Json(positions));
    shape.push_back(features);
    return shape;
}

/// Activations stand in the layer before them where the format has a place for them there.
inline void join_activations(std::vector<NetLayer>& layers) {
    std::vector<NetLayer> joined;
    for (const NetLayer& layer : layers) {
        const bool has_place =
            !joined.empty() && joined.back().config.activation.empty() &&
            (joined.back().config.kind == LayerKind::dense || joined.back().config.kind == LayerKind::conv1d);
        if (layer.config.kind == LayerKind::activation && has_place)
            joined.back().config.activation = layer.config.activation;
        else
            joined.push_back(layer);
    }
    layers = joined;
}

template <class ModelType>
Json layer_json(const ModelType& model, const NetLayer& layer, const Json& shape) {
    Json json{{"type", type_name(layer.config.kind)}, {"activation", layer.config.activation}, {"shape", shape}};
    if (layer.config.kind == LayerKind::conv1d) {
        json["kernel_size"] = Json::array({layer.config.kernel});
        json["dilation"] = Json::array({layer.config.dilation});
        json["groups"] = layer.config.groups;
    }
    if (layer.config.kind == LayerKind::batch_norm) json["epsilon"] = layer.config.epsilon;
    json["weights"] = weights_of(model, layer);
    return json;
}

} // namespace detail

/// Writes a model as a file that RTNeural loads: its layers one behind another, with the numbers of its parameters and
/// running statistics. The file is written beside and renamed. A net that such a file cannot hold does not compile;
/// std::runtime_error is thrown where writing fails, or where a number is not finite.
template <class Net, class In, class Real, class Storage>
void save(const Model<Net, In, Real, Storage>& model, const std::filesystem::path& path) {
    static_assert(judge<RtneuralVerdict<Net, In>>());
    if constexpr (RtneuralVerdict<Net, In>::fits && fits<Net, In>) {
        detail::require_finite(model, path);
        std::vector<detail::NetLayer> layers = detail::layers_of<Net, In>();
        detail::join_activations(layers);
        const bool keeps_length =
            std::ranges::all_of(layers, [](const detail::NetLayer& layer) { return layer.config.causal; });
        detail::Json list = detail::Json::array();
        for (const detail::NetLayer& layer : layers) {
            list.push_back(detail::layer_json(
                model, layer, detail::shape_json(In::rank, keeps_length, layer.positions, layer.config.out)));
        }
        const detail::Json file{{"in_shape", detail::shape_json(In::rank, keeps_length, In::positions, In::features)},
                                {"layers", list}};
        OutputFile output(path);
        output.write(file.dump());
        output.commit();
    }
}

} // namespace tenon::rtneural
