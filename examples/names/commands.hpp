// SPDX-License-Identifier: BSL-1.0
//
// What the command line asks for, and who does it. This is the same for all instruction sets, and not in namespace
// `names`, which has another name in each of them.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace program {

/// The batch sizes that training is compiled for.
inline constexpr std::array<std::size_t, 4> batch_sizes{32, 64, 128, 256};

struct TrainOptions {
    std::string model = "tree";
    std::string data;   ///< empty: the embedded names
    bool lower = false; ///< whether the words are taken in small letters
    std::size_t steps = 200'000;
    std::uint64_t seed = 42;
    std::size_t batch = 32;
    std::size_t threads = 0;  ///< that share a step which is worth it; 0: as many as the process may use
    float rate = 0.1F;        ///< for the first three quarters of the steps
    float final_rate = 0.01F; ///< for the rest
    std::size_t every = 10'000;
    std::size_t samples = 20;
    std::string save, log, report; ///< paths; empty: none
};

struct EvaluateOptions {
    std::string file;
    std::string model; ///< empty: any
    std::string data;  ///< empty: the embedded names
    bool lower = false;
};

struct SampleOptions {
    std::string file;
    std::string model; ///< empty: any
    std::size_t count = 20;
    std::uint64_t seed = 42;
    bool greedy = false;
};

/// The commands, compiled for one instruction set. They print on standard output and throw std::runtime_error with one
/// sentence for anything that cannot be done.
struct Commands {
    void (*models)();
    void (*train)(const TrainOptions& options);
    void (*evaluate)(const EvaluateOptions& options);
    void (*sample)(const SampleOptions& options);
};

} // namespace program
