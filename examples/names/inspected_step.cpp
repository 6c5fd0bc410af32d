// SPDX-License-Identifier: BSL-1.0
#include "inspected_step.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace names {

bool is_activation(std::string_view layer) {
    constexpr std::array<std::string_view, 8> functions{"Tanh", "Relu", "LeakyRelu", "Elu",
                                                        "Gelu", "Silu", "Sigmoid",   "Softplus"};
    const std::string_view name = layer.substr(0, layer.find('<'));
    return std::ranges::find(functions, name) != functions.end();
}

LayerPicture picture_of(const std::string& name, const std::string& layer, std::size_t units,
                        std::span<const float> outputs, std::span<const float> gradients) {
    constexpr std::size_t bins = 60;
    const auto spread = [&](std::span<const float> numbers, double least) {
        double largest = least;
        for (const float number : numbers)
            if (std::isfinite(number)) largest = std::max(largest, std::abs(static_cast<double>(number)));
        return tenon::histogram(numbers, -largest * 1.0001, largest * 1.0001, bins);
    };
    LayerPicture picture{name, layer, units, spread(outputs, 1e-3), spread(gradients, 1e-12), {}};
    for (const float output : outputs) picture.saturated.push_back(std::abs(output) > 0.97F);
    return picture;
}

nlohmann::ordered_json numbers_of(std::size_t step, const InspectedStep& inspected) {
    nlohmann::ordered_json layers = nlohmann::ordered_json::object(), parameters = layers;
    for (const tenon::LayerStatistics& layer : inspected.layers) {
        if (layer.name.empty()) continue;
        layers[layer.name] = {{"layer", layer.layer},
                              {"mean", layer.output.mean},
                              {"deviation", layer.output.deviation},
                              {"gradient_deviation", layer.gradient.deviation},
                              {"saturated", layer.saturated},
                              {"zero", layer.zero},
                              {"dead", layer.dead}};
    }
    for (const tenon::ParameterStatistics& parameter : inspected.parameters) {
        parameters[parameter.name] = {{"mean", parameter.data.mean},
                                      {"deviation", parameter.data.deviation},
                                      {"gradient_deviation", parameter.gradient.deviation},
                                      {"gradient_to_data", parameter.gradient_to_data},
                                      {"update_to_data", parameter.update_to_data}};
    }
    return {{"step", step}, {"layers", std::move(layers)}, {"parameters", std::move(parameters)}};
}

nlohmann::json pictures_of(std::size_t step, const InspectedStep& inspected) {
    const auto spread = [](const tenon::Histogram& histogram) {
        return nlohmann::json{{"low", histogram.low}, {"high", histogram.high}, {"counts", histogram.counts}};
    };
    nlohmann::json layers = nlohmann::json::array();
    for (const LayerPicture& picture : inspected.pictures) {
        std::string saturated;
        for (const bool is : picture.saturated) saturated += is ? '1' : '0';
        layers.push_back({{"name", picture.name},
                          {"layer", picture.layer},
                          {"units", picture.units},
                          {"outputs", spread(picture.outputs)},
                          {"gradients", spread(picture.gradients)},
                          {"saturated", saturated}});
    }
    return {{"step", step}, {"layers", std::move(layers)}};
}

} // namespace names
