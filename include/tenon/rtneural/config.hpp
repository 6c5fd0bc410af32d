// SPDX-License-Identifier: BSL-1.0
//
// What a file of RTNeural says of its model, as plain values.
#pragma once

#include "tenon/dsl/compiler.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace tenon::rtneural {

enum class LayerKind {
    dense, ///< and the format's time-distributed-dense, which is the same
    conv1d,
    batch_norm,
    prelu,
    activation, ///< nothing else
};

/// A layer, and the activation behind it.
struct LayerConfig {
    LayerKind kind = LayerKind::activation;
    std::string activation; ///< tanh, relu, sigmoid, softmax or elu; empty where there is none
    std::size_t in = 1, out = 1;
    std::size_t kernel = 1, dilation = 1, groups = 1; ///< of a conv1d
    /// Of a conv1d: as many positions come out as go in. Without that, the file's shapes say that there are no zeros
    /// around its input; in a stream, and in RTNeural, it is the same.
    bool causal = true;
    double epsilon = 0; ///< of a batch norm
    /// In the file's order, row-major: of a dense (in, out) and of a conv1d (kernel, in / groups, out), and for each of
    /// them (out), the bias, if there is one; of a batch norm gamma, beta, the running mean and the running variance;
    /// of a prelu a slope for each feature.
    std::vector<std::vector<float>> weights;
};

/// A file of RTNeural.
struct File {
    std::size_t features = 1;             ///< of the input
    bool has_positions = false;           ///< whether the input is a sequence
    std::optional<std::size_t> positions; ///< of the input, where the file says how many
    std::vector<LayerConfig> layers;
    std::string source; ///< what a sentence about it starts with
};

} // namespace tenon::rtneural
