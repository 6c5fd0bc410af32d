// SPDX-License-Identifier: BSL-1.0
//
// The commands of the program wavenet.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace program {

struct TrainOptions {
    std::vector<std::filesystem::path> sounds;
    std::filesystem::path save, checkpoint, report; ///< empty: not written
    bool resume = false;
    std::string model = "small";
    int sample_rate = 8000;
    std::size_t steps = 1000, validate_every = 100;
    double rate = 0.003; ///< of learning, at its highest
    std::uint64_t seed = 0;
    std::size_t threads = 0; ///< 0: as many as there are processors
};
/// Trains a WaveNet on sounds, and saves it whenever it predicts those that it does not learn from better.
void train(const TrainOptions& options);

struct GenerateOptions {
    std::filesystem::path model, output;
    std::filesystem::path prime; ///< a sound to go on from; empty: silence
    double seconds = 2, temperature = 1;
    std::uint64_t seed = 0;
};
/// Writes a sound that goes on where another ends.
void generate(const GenerateOptions& options);

struct EvalOptions {
    std::filesystem::path model;
    std::vector<std::filesystem::path> sounds;
};
/// Prints how many bits a sample of each sound costs.
void eval(const EvalOptions& options);

} // namespace program
