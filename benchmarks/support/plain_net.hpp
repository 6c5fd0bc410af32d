// SPDX-License-Identifier: BSL-1.0
//
// A net in plain loops and double precision: what the fast one has to agree with before it is timed.
#pragma once

#include "tenon/dsl.hpp"
#include "tenon/lowered.hpp"

#include <array>
#include <cmath>
#include <cstddef>
#include <span>
#include <vector>

namespace tenon::bench {

enum class Kind { embedding, view, linear, batch_norm, tanh };

/// What the loops have to know of a layer beside its tensors.
struct Plain {
    Kind kind;
    bool option = false; ///< a Linear's bias, or whether BatchNorm1d normalises with the unbiased variance
};

template <class Layer>
inline constexpr Plain plain = {Kind::view};
template <auto... Spec>
inline constexpr Plain plain<Embedding<Spec...>> = {Kind::embedding};
template <auto... Spec>
inline constexpr Plain plain<Linear<Spec...>> = {Kind::linear, Linear<Spec...>::bias};
template <auto... Spec>
inline constexpr Plain plain<BatchNorm1d<Spec...>> = {Kind::batch_norm, BatchNorm1d<Spec...>::normalises_unbiased};
template <>
inline constexpr Plain plain<Tanh> = {Kind::tanh};

template <class Net>
struct PlainLayers;
template <class... Layers>
struct PlainLayers<Sequential<Layers...>> {
    static constexpr std::array list{plain<Layers>...};
};

/// A list of those layers, with numbers of its own, laid out as the model's. Each layer takes its tensors from the
/// tables in turn.
template <class ModelType>
class PlainNet {
  public:
    using Numbers = std::vector<double>;
    using Net = typename ModelType::Net;
    using In = typename ModelType::Input;

    explicit PlainNet(const ModelType& model)
        : parameters_(model.parameter_block().begin(), model.parameter_block().end()),
          buffers_(model.buffer_block().begin(), model.buffer_block().end()) {}

    Numbers& numbers() { return parameters_; }

    /// The outputs of inputs (examples, In): with the batch's statistics in training, else with the running ones.
    [[nodiscard]] Numbers outputs(std::span<const Element<In, float>> inputs, bool training) const {
        auto parameter = ModelType::Joint::parameters.begin();
        [[maybe_unused]] auto buffer = ModelType::Joint::buffers.begin();
        const auto next_parameter = [&] { return parameters_.data() + (parameter++)->offset; };
        const auto next_buffer = [&] { return buffers_.data() + (buffer++)->offset; };
        Numbers x(inputs.begin(), inputs.end());
        for (const Plain& layer : PlainLayers<Net>::list) {
            if (layer.kind == Kind::embedding) {
                const std::size_t features = parameter->shape.lengths[1];
                x = embedding(x, features, next_parameter());
            } else if (layer.kind == Kind::linear) {
                const auto [in, out] = std::array{parameter->shape.lengths[0], parameter->shape.lengths[1]};
                const double* weight = next_parameter();
                x = linear(x, in, out, weight, layer.option ? next_parameter() : nullptr);
            } else if (layer.kind == Kind::batch_norm) {
                const std::size_t channels = parameter->shape.size(), groups = buffer->shape.size();
                const double *gamma = next_parameter(), *beta = next_parameter();
                const double *running_mean = next_buffer(), *running_var = next_buffer();
                Numbers mean(running_mean, running_mean + groups), variance(running_var, running_var + groups);
                if (training) moments(x, layer.option, mean, variance);
                for (std::size_t at = 0; at < x.size(); ++at) {
                    const std::size_t group = at % groups, channel = at % channels;
                    x[at] = (x[at] - mean[group]) / std::sqrt(variance[group] + 1e-5) * gamma[channel] + beta[channel];
                }
            } else if (layer.kind == Kind::tanh) {
                for (double& value : x) value = std::tanh(value);
            }
        }
        return x;
    }

    /// The mean cross-entropy of a training batch.
    [[nodiscard]] double loss(std::span<const Element<In, float>> inputs, std::span<const Token> targets) const {
        const Numbers logits = outputs(inputs, true);
        const std::size_t classes = logits.size() / targets.size();
        double total = 0;
        for (std::size_t example = 0; example < targets.size(); ++example) {
            const double* row = logits.data() + example * classes;
            double sum = 0;
            for (std::size_t index = 0; index < classes; ++index) sum += std::exp(row[index]);
            total += std::log(sum) - row[targets[example]];
        }
        return total / static_cast<double>(targets.size());
    }

  private:
    static Numbers embedding(const Numbers& tokens, std::size_t features, const double* weight) {
        Numbers y;
        for (double token : tokens) {
            const double* row = weight + static_cast<std::size_t>(token) * features;
            y.insert(y.end(), row, row + features);
        }
        return y;
    }
    static Numbers linear(const Numbers& x, std::size_t in, std::size_t out, const double* weight, const double* bias) {
        Numbers y(x.size() / in * out);
        for (std::size_t row = 0; row < x.size() / in; ++row) {
            double* to = y.data() + row * out;
            for (std::size_t column = 0; bias && column < out; ++column) to[column] = bias[column];
            for (std::size_t inner = 0; inner < in; ++inner) {
                const double left = x[row * in + inner];
                for (std::size_t column = 0; column < out; ++column) to[column] += left * weight[inner * out + column];
            }
        }
        return y;
    }
    static void moments(const Numbers& x, bool unbiased, Numbers& mean, Numbers& variance) {
        const std::size_t groups = mean.size(), rows = x.size() / groups;
        for (std::size_t group = 0; group < groups; ++group) {
            double sum = 0, squares = 0;
            for (std::size_t row = 0; row < rows; ++row) sum += x[row * groups + group];
            mean[group] = sum / static_cast<double>(rows);
            for (std::size_t row = 0; row < rows; ++row) squares += std::pow(x[row * groups + group] - mean[group], 2);
            variance[group] = squares / static_cast<double>(unbiased ? rows - 1 : rows);
        }
    }

    Numbers parameters_, buffers_;
};

} // namespace tenon::bench
