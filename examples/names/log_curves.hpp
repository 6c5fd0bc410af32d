// SPDX-License-Identifier: BSL-1.0
//
// Curves of a training, from the lines of its log.
#pragma once

#include <nlohmann/json.hpp>

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace names {

/// Validations during the training: a step, and the loss after it.
std::vector<std::pair<std::size_t, double>> validations_over_time(const std::string& log);

/// The update-to-data ratio of each weight as points {x: step, y: log10}, by the weight's name.
nlohmann::json ratios_over_time(const std::string& log);

} // namespace names
