// SPDX-License-Identifier: BSL-1.0
//
// What a .nam file says of its model, as plain values, and how many weights such a model has.
#pragma once

#include "tenon/dsl/compiler.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace tenon::nam {

/// A function of each element by the format's name, such as `LeakyReLU`.
struct ActivationConfig {
    std::string name;
    double slope = 0.01; ///< of a LeakyReLU below 0

    friend bool operator==(const ActivationConfig&, const ActivationConfig&) = default;
};

/// An array of a WaveNet: layers of the same width, one behind another, and the head that takes their sum.
struct ArrayConfig {
    std::size_t input_size = 1, condition_size = 1, channels = 1;
    std::size_t bottleneck = 1;                       ///< as many as channels
    std::vector<std::size_t> kernel_sizes, dilations; ///< one for each layer
    ActivationConfig activation;
    bool gated = false;
    std::string gate = "Sigmoid"; ///< the activation of the second half of the channels, where it is gated
    std::size_t head_size = 1;    ///< what the head gives
    std::size_t head_kernel = 1;
    bool head_bias = false;
};

struct WaveNetConfig {
    std::vector<ArrayConfig> arrays;
    double head_scale = 1; ///< The last of the weights takes its place.
};

/// Causal convolutions with kernels of two, each with an activation behind it, and a linear layer at the end.
struct ConvNetConfig {
    std::size_t channels = 1;
    std::vector<std::size_t> dilations; ///< one for each convolution
    bool batch_norm = false;            ///< before each activation; the convolutions have no bias then
    ActivationConfig activation;
};

/// An impulse response.
struct LinearConfig {
    std::size_t receptive_field = 1;
    bool bias = false;
};

/// LSTM cells one behind another, and a linear layer at the end.
struct RecurrentConfig {
    std::size_t input_size = 1, hidden_size = 1, layers = 1;
};

struct Submodel;

/// The same sound at different costs. `submodels` are in the order of their max_value.
struct ContainerConfig {
    std::vector<Submodel> submodels;
};

using Config = std::variant<WaveNetConfig, ConvNetConfig, LinearConfig, RecurrentConfig, ContainerConfig>;

/// What the file tells of the recording. The levels in dBu are those of a sine at full scale.
struct Metadata {
    // Without initializers, -Wextra asks for them wherever another one is named.
    // NOLINTNEXTLINE(readability-redundant-member-init)
    std::optional<double> loudness = {}, gain = {}, input_level_dbu = {}, output_level_dbu = {};
    std::string name; ///< as it stands in the file: show it as `printable`
};

/// A .nam file.
struct File {
    std::string version, architecture;
    Config config;
    std::vector<float> weights;  ///< in the format's order; none in a container
    double sample_rate = 48'000; ///< Hz; of a file that does not tell it, 48 kHz
    Metadata metadata;
    std::string subject; ///< what a sentence about it starts with: `amp.nam:` or `amp.nam: submodels[1]`
};

/// A model of a container. It is the one to take for sizes below max_value, of which 1 is the whole.
struct Submodel {
    double max_value = 1;
    File model;
};

/// The weights of a gated array's convolutions give twice the channels: first those of the activation, then the gate's.
inline std::size_t weight_count(const ArrayConfig& array) {
    const std::size_t inner = (array.gated ? 2 : 1) * array.bottleneck;
    std::size_t count = array.input_size * array.channels; // rechannel
    for (const std::size_t kernel : array.kernel_sizes) {
        count += (kernel * array.channels + 1) * inner;              // convolution and its bias
        count += array.condition_size * inner;                       // input mixer
        count += array.bottleneck * array.channels + array.channels; // 1×1 and its bias
    }
    return count + (array.head_kernel * array.bottleneck + (array.head_bias ? 1 : 0)) * array.head_size;
}
/// Those of the arrays, and head_scale.
inline std::size_t weight_count(const WaveNetConfig& config) {
    std::size_t count = 1;
    for (const ArrayConfig& array : config.arrays) count += weight_count(array);
    return count;
}
/// A batch norm has running_mean, running_var, weight, bias and one epsilon.
inline std::size_t weight_count(const ConvNetConfig& config) {
    const std::size_t behind = config.batch_norm ? 4 * config.channels + 1 : config.channels;
    std::size_t count = 0, in = 1;
    for (std::size_t layer = 0; layer < config.dilations.size(); ++layer) {
        count += 2 * in * config.channels + behind;
        in = config.channels;
    }
    return count + config.channels + 1;
}
inline std::size_t weight_count(const LinearConfig& config) { return config.receptive_field + (config.bias ? 1 : 0); }
/// A cell has one weight (4 · hidden, in + hidden), one bias (4 · hidden), and the hidden and cell state to start with.
inline std::size_t weight_count(const RecurrentConfig& config) {
    const std::size_t hidden = config.hidden_size;
    std::size_t count = 0, in = config.input_size;
    for (std::size_t layer = 0; layer < config.layers; ++layer) {
        count += 4 * hidden * (in + hidden + 1) + 2 * hidden;
        in = hidden;
    }
    return count + hidden + 1;
}
inline std::size_t weight_count(const ContainerConfig& /*config*/) { return 0; }

} // namespace tenon::nam
