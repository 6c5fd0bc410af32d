// SPDX-License-Identifier: BSL-1.0
//
// How a training is done, as its options say: the rate of each step, and all of it in words.
#pragma once

#include "commands.hpp"

#include <cstddef>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace names {

/// Keys and values for people.
using Settings = std::map<std::string, std::string>;

/// The learning rate of a step, counted from 0.
float rate_of(const program::TrainOptions& options, std::size_t step);

/// Up to some hundred points of the rate in the first steps: a step, and its rate.
std::vector<std::pair<std::size_t, float>> rates_over_time(const program::TrainOptions& options, std::size_t steps);

/// What is trained on `data`, and how.
Settings training_settings(const program::TrainOptions& options, const std::string& data);

} // namespace names
