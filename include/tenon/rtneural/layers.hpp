// SPDX-License-Identifier: BSL-1.0
//
// The layers of a net as a file of RTNeural has them: one behind another, without forms around them.
#pragma once

#include "tenon/dsl.hpp"
#include "tenon/rtneural/config.hpp"
#include "tenon/rtneural/type_of.hpp"
#include "tenon/rtneural/verdict.hpp"

#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tenon::rtneural::detail {

/// A layer of a net, and what its tensors' names begin with, such as `2.`.
struct NetLayer {
    std::string path;
    LayerConfig config; ///< without numbers
    bool bias = false;
    std::size_t positions = 1; ///< that come out

    [[nodiscard]] std::string text() const {
        return config.kind == LayerKind::activation ? std::string(layer_of(config.activation)) : spelled(config, bias);
    }
    /// `layer 2`, or of a net that is one layer, `layer 0`.
    [[nodiscard]] std::string name() const { return "layer " + (path.empty() ? "0" : path.substr(0, path.size() - 1)); }
};

/// The names of a layer's tensors, in the format's order.
inline std::span<const std::string_view> tensors_of(LayerKind kind) {
    static constexpr std::array<std::string_view, 4> names{"weight", "bias", "running_mean", "running_var"};
    switch (kind) {
    case LayerKind::dense:
    case LayerKind::conv1d:
        return std::span(names).first(2);
    case LayerKind::batch_norm:
        return names;
    case LayerKind::prelu:
        return std::span(names).first(1);
    case LayerKind::activation:
        break;
    }
    return {};
}

/// A layer that the format has, but for its sizes.
template <class Layer>
struct Described {
    static void into(NetLayer& layer) { layer.config.activation = tenon::detail::rtneural_activation<Layer>; }
};
template <auto... Spec>
struct Described<Linear<Spec...>> {
    static void into(NetLayer& layer) {
        layer.config.kind = LayerKind::dense;
        layer.bias = Linear<Spec...>::bias;
    }
};
/// With a single tap, zeros around the input play no part.
template <auto... Spec>
struct Described<Conv1d<Spec...>> {
    static void into(NetLayer& layer) {
        using Convolution = Conv1d<Spec...>;
        layer.config.kind = LayerKind::conv1d;
        layer.config.kernel = Convolution::kernel;
        layer.config.dilation = Convolution::dilation;
        layer.config.groups = Convolution::groups;
        layer.config.causal = Convolution::is_causal || Convolution::kernel == 1;
        layer.bias = Convolution::bias;
    }
};
template <auto... Spec>
struct Described<BatchNorm1d<Spec...>> {
    static void into(NetLayer& layer) {
        layer.config.kind = LayerKind::batch_norm;
        layer.config.epsilon = BatchNorm1d<Spec...>::epsilon;
    }
};
template <auto... Spec>
struct Described<PRelu<Spec...>> {
    static void into(NetLayer& layer) { layer.config.kind = LayerKind::prelu; }
};

/// Adds the layers of a net, but for Dropout, which does nothing where a net is played.
template <class Layer, class In>
struct Collected {
    static void into(const std::string& path, std::vector<NetLayer>& layers) {
        using Out = Output<Layer, In>;
        NetLayer layer;
        layer.path = path;
        layer.config.in = In::features;
        layer.config.out = Out::features;
        layer.positions = Out::positions;
        Described<Layer>::into(layer);
        layers.push_back(layer);
    }
};
template <auto... Spec, class In>
struct Collected<Dropout<Spec...>, In> {
    static void into(const std::string& /*path*/, std::vector<NetLayer>& /*layers*/) {}
};
template <class... Layers, class In>
struct Collected<Sequential<Layers...>, In> {
    static void into(const std::string& path, std::vector<NetLayer>& layers) {
        if constexpr (sizeof...(Layers) > 0) add<In, Layers...>(path, 0, layers);
    }

  private:
    template <class From, class First, class... Rest>
    static void add(const std::string& path, std::size_t index, std::vector<NetLayer>& layers) {
        Collected<First, From>::into(path + std::to_string(index) + ".", layers);
        if constexpr (sizeof...(Rest) > 0) add<Output<First, From>, Rest...>(path, index + 1, layers);
    }
};
template <class Net, class In>
std::vector<NetLayer> layers_of() {
    std::vector<NetLayer> layers;
    Collected<Net, In>::into("", layers);
    return layers;
}

/// Calls `body(spec, numbers)` for a model's tensor of that name, a parameter or a buffer; a bias may not be there.
template <class ModelType, class Body>
void with_tensor(ModelType& model, const std::string& name, Body body) {
    const auto look = [&](const auto& table, auto block) {
        for (const TensorSpec& spec : table)
            if (spec.name == name) body(spec, block.subspan(spec.offset, spec.shape.size()));
    };
    look(ModelType::Joint::parameters, model.parameter_block());
    look(ModelType::Joint::buffers, model.buffer_block());
}

/// Numbers of a row in a file. In memory, rows of a Linear's weight may be longer.
inline std::size_t row_of(const LayerConfig& layer, const TensorSpec& spec) {
    return spec.shape.rank > 1 ? layer.out : spec.shape.size();
}
inline std::size_t row_in_memory(const TensorSpec& spec) { return spec.shape.lengths[spec.shape.rank - 1]; }

} // namespace tenon::rtneural::detail
