// SPDX-License-Identifier: BSL-1.0
//
// The report of one training: what was trained, how its loss went down, what it says now. It is one HTML page that
// needs nothing else, neither files beside it nor a network.
#pragma once

#include <nlohmann/json.hpp>

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace names {

/// A row of the table of layers: the layer as it is spelled, the shape after it, its parameters, and the FLOPs of one
/// training step (a whole batch, forward and backward).
struct LayerRow {
    std::string layer, output;
    std::size_t parameters = 0, flops = 0;
};

/// What the page says. Text is UTF-8, and never markup; losses are in nats.
struct Report {
    std::string title;                                         // of the net, e.g. "tree"
    std::vector<std::pair<std::string, std::string>> settings; // label and value, e.g. {"steps", "200000"}
    std::vector<LayerRow> layers;
    std::vector<double> losses;                              // the loss of every step's batch
    std::size_t average = 1000;                              // steps averaged into one point of the curve
    std::vector<std::pair<std::size_t, double>> validations; // a step, and the loss of the validation set after it
    std::vector<std::pair<std::size_t, float>> rates;        // a step, and its learning rate
    double train = 0, validation = 0;                        // the loss of either set after the last step
    nlohmann::json ratios = nlohmann::json::object();        // of ratios_over_time
    nlohmann::json pictures;                                 // of pictures_of; null: none
    std::vector<std::string> names;                          // sampled
};

/// The steps that one point of the curve averages: `report.average`, or for a run too short for two such points
/// (or an average of 0) as many as give about 200 points; never 0.
std::size_t steps_per_point(const Report& report);

/// The loss curve, one point for every steps_per_point(report) steps: the mean of their losses. Steps at the end that
/// do not fill a point have none, because a mean of fewer losses is noisier and would look like news.
std::vector<double> curve(const Report& report);

/// The page. Bytes that are not UTF-8 become U+FFFD; a loss that is not finite is called so, and is a gap in the curve.
std::string render(const Report& report);

} // namespace names
