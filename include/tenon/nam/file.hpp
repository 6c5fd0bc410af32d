// SPDX-License-Identifier: BSL-1.0
//
// The files of Neural Amp Modeler (.nam): JSON with a model's architecture and its weights. They are read as values,
// and what is wrong with one, or needs what tenon does not have, is told in one sentence that names the place. Source:
// NeuralAmpModelerCore, whose reader decides what the format is.
#pragma once

#include "tenon/data/printable.hpp"
#include "tenon/io/input_file.hpp"
#include "tenon/io/json_reader.hpp"
#include "tenon/io/json_tree.hpp"
#include "tenon/nam/config.hpp"
#include "tenon/nam/type_of.hpp"
#include "tenon/nam/wavenet_file.hpp"

#include <nlohmann/json.hpp>

#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <variant>
#include <vector>

namespace tenon::nam {

namespace detail {

/// The longest impulse response that is read, and the largest file. What is in use has a hundredth of them.
inline constexpr std::size_t longest_response = 1U << 24U;
inline constexpr std::uint64_t largest_nam_file = std::uint64_t{1} << 26U;

inline void require_one_channel(const JsonReader& config) {
    require_one(config, "in_channels", "several input channels");
    require_one(config, "out_channels", "several output channels");
}

inline ConvNetConfig read_convnet(const JsonReader& config) {
    require_one_channel(config);
    require_one(config, "groups", "groups");
    ConvNetConfig convnet;
    convnet.channels = config["channels"].whole_number(most_channels);
    convnet.dilations = whole_numbers(config["dilations"].items(), most_dilation);
    convnet.batch_norm = config["batchnorm"].boolean();
    convnet.activation = read_activation(config["activation"]);
    return convnet;
}

inline LinearConfig read_linear(const JsonReader& config) {
    require_one_channel(config);
    return {config["receptive_field"].whole_number(longest_response), config["bias"].boolean()};
}

inline RecurrentConfig read_recurrent(const JsonReader& config) {
    require_one_channel(config);
    const JsonReader input = config["input_size"];
    if (input.whole_number(most_channels) != 1) input.fail_expected("1, the input");
    return {1, config["hidden_size"].whole_number(most_channels), config["num_layers"].whole_number(most_channels)};
}

inline Metadata read_metadata(const JsonReader& model) {
    const auto metadata = model.find("metadata");
    if (!metadata) return {};
    const auto number = [&](const std::string& key) {
        const auto member = metadata->find(key);
        return member ? std::optional(member->number()) : std::nullopt;
    };
    const auto name = metadata->find("name");
    return {number("loudness"), number("gain"), number("input_level_dbu"), number("output_level_dbu"),
            name ? name->string() : std::string()};
}

/// `0.5.4`: three numbers. Files from 0.5.0 on are read, and all of 0.7, as NeuralAmpModelerCore does.
inline std::string read_version(const JsonReader& value) {
    const std::string& text = value.string();
    std::array<unsigned, 3> numbers{};
    const char *at = text.data(), *const end = text.data() + text.size();
    bool is_good = true;
    for (std::size_t index = 0; index < numbers.size() && is_good; ++index) {
        if (index > 0) {
            is_good = at != end && *at == '.';
            if (is_good) ++at;
        }
        const auto [behind, error] = std::from_chars(at, end, numbers[index]);
        is_good = is_good && error == std::errc{};
        at = behind;
    }
    if (!is_good || at != end || numbers[0] != 0 || numbers[1] < 5 || numbers[1] > 7)
        value.fail_expected("one from 0.5.0 to 0.7");
    return text;
}

/// What a container tells its submodels.
struct Container {
    std::optional<double> sample_rate;
};
File read_model(const JsonReader& model, const Container* container);

inline ContainerConfig read_container(const JsonReader& config, const Container& container) {
    const std::vector<JsonReader> entries = config["submodels"].items();
    ContainerConfig result;
    for (const JsonReader& entry : entries) {
        const JsonReader max_value = entry["max_value"];
        const double value = max_value.number();
        if (!result.submodels.empty() && value <= result.submodels.back().max_value)
            max_value.fail_expected("more than in the one before");
        if (&entry == &entries.back() && value < 1) max_value.fail_expected("1 or more in the last");
        const JsonReader model = entry["model"];
        result.submodels.push_back({value, read_model(model.object().named(entry.path()), &container)});
    }
    return result;
}

inline Config read_config(const JsonReader& architecture, const JsonReader& config, const Container& as_container) {
    const std::string& name = architecture.string();
    if (name == "WaveNet") return read_wavenet(config);
    if (name == "ConvNet") return read_convnet(config);
    if (name == "Linear") return read_linear(config);
    if (name == "LSTM") return read_recurrent(config);
    if (name == "SlimmableContainer") return read_container(config, as_container);
    architecture.fail_expected("WaveNet, ConvNet, Linear, LSTM or SlimmableContainer");
}

/// What a model tells of its rate.
inline std::optional<double> read_sample_rate(const JsonReader& model, const Container* container) {
    const auto value = model.find("sample_rate");
    if (!value) return std::nullopt;
    const double rate = value->number();
    if (!(rate > 0)) value->fail_expected("a number above 0, in Hz");
    if (container != nullptr && container->sample_rate.value_or(rate) != rate)
        value->fail_expected("that of the container");
    return rate;
}

/// A model of the file: the whole, or a submodel of the `container`.
inline File read_model(const JsonReader& model, const Container* container) {
    std::string version = read_version(model["version"]);
    const JsonReader architecture = model["architecture"], weights = model["weights"], config = model["config"];
    if (container != nullptr && architecture.string() == "SlimmableContainer")
        architecture.fail_unsupported("a container inside of a container");
    const std::optional<double> rate = read_sample_rate(model, container);
    // Assigned later, a g++ 12 would warn of the variant in it.
    File file{.version = std::move(version),
              .architecture = architecture.string(),
              .config = read_config(architecture, config.object().named(model.path()), {rate}),
              .weights = weights.floats(),
              .metadata = read_metadata(model),
              .subject = model.subject()};
    const std::size_t count = std::visit([](const auto& each) { return weight_count(each); }, file.config);
    if (file.weights.size() != count) {
        model.fail("holds " + counted(file.weights.size(), "weight") + ", expected " + std::to_string(count) +
                   " for its " + file.architecture);
    }
    if (rate)
        file.sample_rate = *rate;
    else if (container != nullptr)
        file.sample_rate = container->sample_rate.value_or(file.sample_rate);
    else if (const auto* const submodels = std::get_if<ContainerConfig>(&file.config))
        file.sample_rate = submodels->submodels.back().model.sample_rate;
    return file;
}

} // namespace detail

/// Reads a file's text. Every doubt is a std::runtime_error with one sentence that starts with the `source`.
inline File parse(std::string_view text, const std::string& source) {
    const nlohmann::json tree = tenon::detail::JsonTree(source).parse(text);
    return detail::read_model(tenon::detail::JsonReader(tree, source, ""), nullptr);
}

/// Reads a .nam file. Throws std::runtime_error, as `parse` does, and where the file cannot be read.
inline File read(const std::filesystem::path& path) {
    return parse(read_file(path, detail::largest_nam_file), printable(path.string(), tenon::detail::longest_source));
}

} // namespace tenon::nam
