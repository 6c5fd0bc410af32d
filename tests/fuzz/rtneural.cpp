// SPDX-License-Identifier: BSL-1.0
//
// A fuzzer of the reader of RTNeural's files. Whatever the bytes are, they are read or refused in one sentence; a model
// that is read has as many numbers in each layer as that needs, each layer takes what the one before gives, and it has
// a type. It goes through a small net's loader, too.
#include "tenon/rtneural/load.hpp"
#include "tenon/tenon.hpp"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace tenon;
using rtneural::LayerKind;

void require(bool holds) {
    if (!holds) std::abort();
}

void require_sentence(const std::runtime_error& error) {
    const std::string_view text = error.what();
    require(text.starts_with("fuzz: ") && text.size() < 1920);
    require(printable(text, text.size()) == text);
}

/// How many numbers the lists of a layer have.
std::vector<std::size_t> counts(const rtneural::LayerConfig& layer) {
    switch (layer.kind) {
    case LayerKind::dense:
        return {layer.in * layer.out, layer.out};
    case LayerKind::conv1d:
        return {layer.kernel * (layer.in / layer.groups) * layer.out, layer.out};
    case LayerKind::batch_norm:
        return {layer.out, layer.out, layer.out, layer.out};
    case LayerKind::prelu:
        return {layer.out};
    case LayerKind::activation:
        break;
    }
    return {};
}

void require_layer(const rtneural::LayerConfig& layer, std::size_t features) {
    require(layer.in == features);
    require(layer.in % layer.groups == 0 && layer.out % layer.groups == 0);
    require(layer.activation.empty() || !rtneural::detail::layer_of(layer.activation).empty());
    std::vector<std::size_t> wanted = counts(layer);
    const bool may_lack_bias = layer.kind == LayerKind::dense || layer.kind == LayerKind::conv1d;
    if (may_lack_bias && layer.weights.size() == 1) wanted.pop_back();
    require(layer.weights.size() == wanted.size());
    for (std::size_t list = 0; list < wanted.size(); ++list) {
        require(layer.weights[list].size() == wanted[list]);
        for (const float weight : layer.weights[list]) require(std::isfinite(weight));
    }
    if (layer.kind == LayerKind::batch_norm) {
        require(layer.epsilon > 0);
        for (const float variance : layer.weights[3]) require(static_cast<double>(variance) + layer.epsilon > 0);
    }
}

void require_model(const rtneural::File& file) {
    require(!file.layers.empty());
    std::size_t features = file.features;
    for (const rtneural::LayerConfig& layer : file.layers) {
        require_layer(layer, features);
        features = layer.out;
    }
    require(!rtneural::type_of(file).empty() && rtneural::input_of(file).ends_with('>'));
    using Net = Sequential<Linear<4>, Tanh, Conv1d<2, 3, causal, Dilation{2}>, BatchNorm1d<>, PRelu<>, Linear<1>>;
    try {
        rtneural::load<Net, Shape<8, 2>>(file);
    } catch (const std::runtime_error& error) {
        require_sentence(error);
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    try {
        require_model(rtneural::parse({reinterpret_cast<const char*>(data), size}, "fuzz"));
    } catch (const std::runtime_error& error) {
        require_sentence(error);
    }
    return 0;
}
