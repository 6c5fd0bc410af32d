// SPDX-License-Identifier: BSL-1.0
//
// The numbers of a .nam file as a model of its net.
//
//     const auto model = nam::load<nam::A1Standard>("amp.nam");
//     Streamer<std::remove_const_t<decltype(model)>, Frames<64>> amp{model};
#pragma once

#include "tenon/dsl/nam/known.hpp"
#include "tenon/dsl/options.hpp"
#include "tenon/dsl/text.hpp"
#include "tenon/fail.hpp"
#include "tenon/model.hpp"
#include "tenon/nam/file.hpp"
#include "tenon/nam/type_of.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <filesystem>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace tenon::nam {

/// A model of one sample after another. How many are in its type plays no part in a stream.
template <class Net>
using ModelOf = Model<Net, Shape<64, 1>>;

namespace detail {

/// The one spelling of a net that `type_of` has for it.
template <class Net>
struct Canonical {
    static std::string text() { return with_decimals(std::string(spelling<Net>())); }

  private:
    /// Compilers print an epsilon as its digits and how many of them are behind the point.
    static std::string with_decimals(std::string text) {
        constexpr std::string_view name = "NormEpsilon{";
        for (std::size_t at = text.find(name); at != std::string::npos; at = text.find(name, at)) {
            const std::size_t begin = at + name.size(), end = text.find('}', begin), comma = text.find(", ", begin);
            const int digits = std::stoi(text.substr(begin)), decimals = std::stoi(text.substr(comma + 2));
            std::array<char, 32> number{};
            const auto written =
                std::to_chars(number.data(), number.data() + number.size(), NormEpsilon(digits, decimals).value());
            text.replace(begin, end - begin, std::string(number.data(), written.ptr));
            at = begin;
        }
        return text;
    }
};
template <class... Arrays>
struct Canonical<WaveNet<Arrays...>> {
    static std::string text() {
        using Stages = typename WaveNet<Arrays...>::Stages;
        std::string arrays;
        [&]<std::size_t... Index>(std::index_sequence<Index...>) {
            ((arrays += (Index > 0 ? ", " : "") + of_array<typename Stages::template Array<Index>>()), ...);
        }(std::index_sequence_for<Arrays...>{});
        return "nam::WaveNet<" + arrays + ">";
    }

  private:
    template <class Array>
    static std::string of_array() {
        ArrayConfig config;
        config.channels = Array::channels;
        config.head_size = Array::Head::out;
        config.head_kernel = Array::Head::kernel;
        config.head_bias = Array::Head::bias;
        for (const tenon::detail::NamLayer& layer : Array::layers) {
            config.kernel_sizes.push_back(layer.kernel);
            config.dilations.push_back(layer.dilation);
        }
        return spelled(config, std::string(spelling<typename Array::Activation>()));
    }
};

/// Hands out a file's weights, in its order.
class Weights {
  public:
    explicit Weights(const File& file) : weights_(file.weights) {}
    template <class Real>
    void into(const TensorSpec& spec, std::span<Real> values) {
        for (std::size_t at = 0; at < values.size(); ++at)
            values[at] = next_[spec.transposed_in_files ? tenon::detail::reversed_index(spec.shape, at) : at];
        next_ += values.size();
    }
    void skip() { ++next_; }

  private:
    std::span<const float> weights_;
    const float* next_ = weights_.data();
};

/// Reads the tensor of that name, a parameter or a buffer.
template <class ModelType>
void read_named(ModelType& model, Weights& weights, const std::string& name) {
    const auto look = [&](const auto& table, auto block) {
        for (const TensorSpec& spec : table)
            if (spec.name == name) weights.into(spec, block.subspan(spec.offset, spec.shape.size()));
    };
    look(ModelType::Joint::parameters, model.parameter_block());
    look(ModelType::Joint::buffers, model.buffer_block());
}

/// The order of the weights of each architecture.
template <class ModelType>
void read_weights(ModelType& model, Weights& weights, const WaveNetConfig& /*config*/) {
    for (const TensorSpec& spec : ModelType::Joint::parameters)
        weights.into(spec, model.parameter_block().subspan(spec.offset, spec.shape.size()));
}
template <class ModelType>
void read_weights(ModelType& model, Weights& weights, const ConvNetConfig& config) {
    std::size_t layer = 0;
    for (std::size_t block = 0; block < config.dilations.size(); ++block) {
        read_named(model, weights, std::to_string(layer) + ".weight");
        if (config.batch_norm) {
            const std::string norm = std::to_string(++layer);
            for (const char* part : {".running_mean", ".running_var", ".weight", ".bias"})
                read_named(model, weights, norm + part);
            weights.skip(); // its epsilon, which is in the type
        } else {
            read_named(model, weights, std::to_string(layer) + ".bias");
        }
        layer += 2;
    }
    read_named(model, weights, std::to_string(layer) + ".weight");
    read_named(model, weights, std::to_string(layer) + ".bias");
}
/// An impulse response begins with the newest sample.
template <class ModelType>
void read_weights(ModelType& model, Weights& weights, const LinearConfig& /*config*/) {
    read_named(model, weights, "weight");
    std::ranges::reverse(model.parameter_block().first(ModelType::Joint::parameters[0].shape.size()));
    read_named(model, weights, "bias");
}
template <class ModelType, class Config>
void read_weights(ModelType& /*model*/, Weights& /*weights*/, const Config& /*config*/) {} // type_of has said so

} // namespace detail

/// The file's numbers as a model of `Net`. Throws std::runtime_error with one sentence for a file of another net, or
/// of one that tenon does not have.
template <class Net>
ModelOf<Net> load(const File& file) {
    const std::string found = type_of(file), wanted = detail::Canonical<Net>::text();
    if (found != wanted) {
        tenon::detail::fail<std::runtime_error>(
            [&] { return file.subject + " holds a " + found + ", expected a " + wanted; });
    }
    ModelOf<Net> model;
    detail::Weights weights(file);
    std::visit([&](const auto& config) { detail::read_weights(model, weights, config); }, file.config);
    return model;
}
/// And as `read` throws.
template <class Net>
ModelOf<Net> load(const std::filesystem::path& path) {
    return load<Net>(read(path));
}

} // namespace tenon::nam
