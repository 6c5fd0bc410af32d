// SPDX-License-Identifier: BSL-1.0
//
// The command `names train`.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace names {

struct TrainOptions {
    std::string model = "tree";
    std::string data; ///< empty: the embedded names
    std::size_t steps = 200'000;
    std::uint64_t seed = 42;
    std::size_t batch = 32;
    float rate = 0.1F;        ///< for the first three quarters of the steps
    float final_rate = 0.01F; ///< for the rest
    std::size_t every = 10'000;
    std::size_t samples = 20;
    std::string save, log, report; ///< paths; empty: none
};

/// Trains as the lecture does, prints the record and writes what was asked for. An interrupt (Ctrl-C) ends the training
/// early and nothing else. Throws std::runtime_error with one sentence for anything that cannot be done.
void train(const TrainOptions& options);

} // namespace names
