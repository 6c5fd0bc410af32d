// SPDX-License-Identifier: BSL-1.0
//
// A model of a WaveNet as a .nam file, which Neural Amp Modeler's programs load.
#pragma once

#include "tenon/dsl/atoms.hpp"
#include "tenon/dsl/nam/wavenet.hpp"
#include "tenon/dsl/text.hpp"
#include "tenon/io/output_file.hpp"
#include "tenon/model.hpp"
#include "tenon/nam/config.hpp"

#include <nlohmann/json.hpp>

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace tenon::nam {

namespace detail {

template <class Net>
inline constexpr bool is_wavenet = false;
template <class... Arrays>
inline constexpr bool is_wavenet<WaveNet<Arrays...>> = true;

struct NotAWaveNet {};
template <class Net>
constexpr void say(tenon::detail::Draft& draft, tenon::detail::Word<Refused<NotAWaveNet, Net>>) {
    draft << "nam::save takes a model of a nam::WaveNet<nam::LayerArray<...>...> but gets one of ";
    tenon::detail::say_layer<Net>(draft);
}

/// The format's name for an activation; empty where it has none.
template <class Activation>
constexpr std::string_view format_name() {
    if (std::is_same_v<Activation, Relu>) return "ReLU";
    if (std::is_same_v<Activation, Silu>) return "SiLU";
    if (std::is_same_v<Activation, Tanh>) return "Tanh";
    if (std::is_same_v<Activation, Sigmoid>) return "Sigmoid";
    if (std::is_same_v<Activation, Softsign>) return "Softsign";
    if (std::is_same_v<Activation, Hardtanh>) return "Hardtanh";
    return {};
}

/// An activation in the file: a name, or an object for one that has a number.
template <class Activation>
struct InFile {
    static constexpr bool is_known = !format_name<Activation>().empty(), gated = false;
    static nlohmann::ordered_json json() { return format_name<Activation>(); }
};
template <auto... Spec>
struct InFile<LeakyRelu<Spec...>> {
    static constexpr bool is_known = true, gated = false;
    static nlohmann::ordered_json json() {
        return {{"type", "LeakyReLU"}, {"negative_slope", LeakyRelu<Spec...>::slope.value / 100.0}};
    }
};
template <class Value>
struct InFile<Gate<Value, Sigmoid>> {
    static constexpr bool is_known = InFile<Value>::is_known, gated = true;
    static nlohmann::ordered_json json() { return InFile<Value>::json(); }
};

template <class Array>
nlohmann::ordered_json array_json() {
    nlohmann::ordered_json kernels = nlohmann::ordered_json::array(), dilations = kernels;
    bool same = true;
    for (const tenon::detail::NamLayer& layer : Array::layers) {
        kernels.push_back(layer.kernel);
        dilations.push_back(layer.dilation);
        same = same && layer.kernel == Array::layers[0].kernel;
    }
    nlohmann::ordered_json array{{"input_size", Array::in}, {"condition_size", 1}, {"channels", Array::channels}};
    if (Array::Head::kernel == 1) {
        array["head_size"] = Array::Head::out;
        array["head_bias"] = Array::Head::bias;
    } else {
        array["head"] = {
            {"out_channels", Array::Head::out}, {"kernel_size", Array::Head::kernel}, {"bias", Array::Head::bias}};
    }
    if (same)
        array["kernel_size"] = Array::layers[0].kernel;
    else
        array["kernel_sizes"] = kernels;
    array["dilations"] = dilations;
    array["activation"] = InFile<typename Array::Activation>::json();
    array["gated"] = InFile<typename Array::Activation>::gated;
    return array;
}

template <class Stages, std::size_t... Index>
nlohmann::ordered_json arrays_json(std::index_sequence<Index...>) {
    return nlohmann::ordered_json::array({array_json<typename Stages::template Array<Index>>()...});
}
template <class Stages, std::size_t... Index>
constexpr bool are_known(std::index_sequence<Index...>) {
    return (InFile<typename Stages::template Array<Index>::Activation>::is_known && ...);
}

} // namespace detail

/// Another net is told so.
template <class Net, class In, class Real, class Storage, class... Rest>
    requires(!detail::is_wavenet<Net>)
void save(const Model<Net, In, Real, Storage>& /*model*/, const Rest&... /*rest*/) {
    static_assert(judge<Refused<detail::NotAWaveNet, Net>>());
}

/// Writes a model whose net is a WaveNet; what is known of the recording goes along. The file is written beside and
/// renamed. Throws std::runtime_error where that fails.
template <class... Arrays, class In, class Real, class Storage>
void save(const Model<WaveNet<Arrays...>, In, Real, Storage>& model, const std::filesystem::path& path,
          double sample_rate = 48'000, const Metadata& metadata = {}) {
    using Stages = typename WaveNet<Arrays...>::Stages;
    constexpr auto indices = std::index_sequence_for<Arrays...>{};
    static_assert(detail::are_known<Stages>(indices), "the .nam format has no name for one of these activations");
    const auto& table = Stages::parameters;
    nlohmann::ordered_json weights = nlohmann::ordered_json::array();
    for (const TensorSpec& spec : table) {
        const auto values = model.parameter_block().subspan(spec.offset, spec.shape.size());
        std::vector<Real> in_order(values.size());
        for (std::size_t at = 0; at < values.size(); ++at)
            in_order[spec.transposed_in_files ? tenon::detail::reversed_index(spec.shape, at) : at] = values[at];
        for (const Real value : in_order) weights.push_back(value);
    }
    nlohmann::ordered_json told = nlohmann::ordered_json::object();
    if (!metadata.name.empty()) told["name"] = metadata.name;
    if (metadata.loudness) told["loudness"] = *metadata.loudness;
    if (metadata.gain) told["gain"] = *metadata.gain;
    if (metadata.input_level_dbu) told["input_level_dbu"] = *metadata.input_level_dbu;
    if (metadata.output_level_dbu) told["output_level_dbu"] = *metadata.output_level_dbu;
    const nlohmann::ordered_json file{{"version", "0.5.4"},
                                      {"metadata", told},
                                      {"architecture", "WaveNet"},
                                      {"config",
                                       {{"layers", detail::arrays_json<Stages>(indices)},
                                        {"head", nullptr},
                                        {"head_scale", model.parameter_block()[table.back().offset]}}},
                                      {"weights", weights},
                                      {"sample_rate", sample_rate}};
    OutputFile output(path);
    output.write(file.dump());
    output.commit();
}

} // namespace tenon::nam
