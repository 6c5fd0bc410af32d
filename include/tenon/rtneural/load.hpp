// SPDX-License-Identifier: BSL-1.0
//
// The numbers of a file of RTNeural as a model.
//
//     using Net = Sequential<Linear<8>, Tanh, Conv1d<4, 3, causal, Dilation{2}>, Tanh, Linear<1>>;
//     const auto model = rtneural::load<Net, Shape<64, 1>>("model.json");
#pragma once

#include "tenon/dsl/judge.hpp"
#include "tenon/fail.hpp"
#include "tenon/model.hpp"
#include "tenon/rtneural/file.hpp"
#include "tenon/rtneural/layers.hpp"

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace tenon::rtneural {

namespace detail {

/// Whether a layer of the net takes one of the file: it is spelled alike, or has no bias where the file's is all 0.
inline bool takes(const NetLayer& layer, const Entry& entry) {
    if (layer.text() == entry.text) return true;
    if (entry.layer == nullptr || layer.bias || spelled(*entry.layer, false) != layer.text()) return false;
    return std::ranges::all_of(entry.layer->weights.back(), [](float value) { return value == 0; });
}

/// Refuses a file of another net.
inline void require_net(const File& file, std::size_t features, const std::vector<NetLayer>& layers,
                        const std::vector<Entry>& entries) {
    const auto refuse = [&](const std::string& what) {
        tenon::detail::fail<std::runtime_error>([&] { return file.source + ": " + what; });
    };
    if (file.features != features) {
        refuse("takes " + tenon::detail::counted(file.features, "feature") + ", expected " + std::to_string(features) +
               ", as the input of the net has");
    }
    const std::size_t both = std::min(layers.size(), entries.size());
    for (std::size_t index = 0; index < both; ++index) {
        if (takes(layers[index], entries[index])) continue;
        refuse(entries[index].place + " is " + entries[index].text + ", expected " + layers[index].text() + ", " +
               layers[index].name() + " of the net");
    }
    if (entries.size() > both)
        refuse(entries[both].place + " is " + entries[both].text + ", but the net has no layer for it");
    if (layers.size() > both) refuse("ends before " + layers[both].name() + " of the net, " + layers[both].text());
}

/// Copies a layer's numbers to where they lie in the model.
template <class ModelType>
void read_layer(ModelType& model, const std::string& path, const LayerConfig& layer) {
    const auto names = tensors_of(layer.kind);
    for (std::size_t index = 0; index < layer.weights.size(); ++index) {
        const std::span<const float> numbers = layer.weights[index];
        with_tensor(model, path + std::string(names[index]), [&](const TensorSpec& spec, auto values) {
            const std::size_t row = row_of(layer, spec), stride = row_in_memory(spec);
            for (std::size_t at = 0; at < numbers.size(); ++at)
                values[at / row * (spec.shape.rank > 1 ? stride : row) + at % row] = numbers[at];
        });
    }
}

} // namespace detail

/// The file's numbers as a model of `Net` on inputs `In`, whose number of positions plays no part. Throws
/// std::runtime_error with one sentence for a file of another net.
template <class Net, class In, class Real = float>
Model<Net, In, Real> load(const File& file) {
    static_assert(judge<RtneuralVerdict<Net, In>>());
    Model<Net, In, Real> model;
    if constexpr (RtneuralVerdict<Net, In>::fits && fits<Net, In>) {
        const std::vector<detail::NetLayer> layers = detail::layers_of<Net, In>();
        const std::vector<detail::Entry> entries = detail::entries_of(file);
        detail::require_net(file, In::features, layers, entries);
        for (std::size_t index = 0; index < layers.size(); ++index)
            if (entries[index].layer != nullptr) detail::read_layer(model, layers[index].path, *entries[index].layer);
    }
    return model;
}
/// And as `read` throws.
template <class Net, class In, class Real = float>
Model<Net, In, Real> load(const std::filesystem::path& path) {
    static_assert(judge<RtneuralVerdict<Net, In>>());
    if constexpr (RtneuralVerdict<Net, In>::fits)
        return load<Net, In, Real>(read(path));
    else
        return {};
}

} // namespace tenon::rtneural
