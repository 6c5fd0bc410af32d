// SPDX-License-Identifier: BSL-1.0
//
// What the program amp can do.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>

namespace program {

struct RunOptions {
    std::filesystem::path model, input, output;
    double size = 1;        ///< of a container's models
    std::size_t block = 64; ///< samples at a time, as a sound card gives them
};
/// Plays a sound through an amp.
void run(const RunOptions& options);

struct TrainOptions {
    std::filesystem::path input, output, model;
    std::string architecture = "a1-standard";
    std::size_t steps = 3000;
    double rate = 0.004; ///< of learning, at first
    std::uint64_t seed = 0;
};
/// Trains an amp on what went into one and what came out, and saves it whenever it got better.
void train(const TrainOptions& options);

/// Prints the C++ type of a file's net: of a .json file of RTNeural that of the model, and of others that of the net.
void print_type(const std::filesystem::path& model);

} // namespace program
