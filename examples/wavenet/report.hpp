// SPDX-License-Identifier: BSL-1.0
//
// The report of a training: how its bits went down, and what it says now, to see and to hear.
#pragma once

#include "program/sound.hpp"

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace program {

struct Report {
    std::string title;
    std::vector<std::pair<std::string, std::string>> settings;
    double histogram_bits, best;
    std::size_t parameters, receptive_field;
    std::vector<double> curve;                               ///< bits of each step
    std::vector<std::pair<std::size_t, double>> validations; ///< a number of steps, and bits behind them
    Sound prime, generated;                                  ///< a sound's end, and what the net says behind it
};

/// The page, which needs nothing else.
std::string render(const Report& report);

} // namespace program
