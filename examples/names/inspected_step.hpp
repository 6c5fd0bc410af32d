// SPDX-License-Identifier: BSL-1.0
//
// Statistics of a training step, as numbers for the log and as pictures for the report.
#pragma once

#include "tenon/lab/statistics.hpp"

#include <nlohmann/json.hpp>

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace names {

/// A layer in pictures: how its outputs and their gradients are spread, and which units are saturated for which
/// examples.
struct LayerPicture {
    std::string name, layer;
    std::size_t units = 0;
    tenon::Histogram outputs, gradients;
    std::vector<bool> saturated; ///< (examples, units)
};

/// A step, seen on the first examples of its batch; parameters and their gradients are those of the whole batch.
struct InspectedStep {
    std::vector<tenon::LayerStatistics> layers;
    std::vector<tenon::ParameterStatistics> parameters;
    std::vector<LayerPicture> pictures; ///< of the activation functions
};

/// Whether a layer, as it is written, is an activation function, of which pictures are made.
bool is_activation(std::string_view layer);

LayerPicture picture_of(const std::string& name, const std::string& layer, std::size_t units,
                        std::span<const float> outputs, std::span<const float> gradients);

/// A line of the log. Numbers that are not finite become null.
nlohmann::ordered_json numbers_of(std::size_t step, const InspectedStep& inspected);
/// The pictures; saturated units as a text of 0 and 1.
nlohmann::json pictures_of(std::size_t step, const InspectedStep& inspected);

} // namespace names
