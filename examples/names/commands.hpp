// SPDX-License-Identifier: BSL-1.0
//
// What the command line asks for, and who does it. This is the same for all instruction sets, and not in namespace
// `names`, which has another name in each of them.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace program {

/// The batch sizes that training is compiled for.
inline constexpr std::array<std::size_t, 4> batch_sizes{32, 64, 128, 256};

enum class OptimizerKind { sgd, momentum, adamw };
enum class ScheduleKind { step, cosine };

struct TrainOptions {
    std::string model = "tree";
    std::string data;   ///< empty: the embedded names
    bool lower = false; ///< whether the words are taken in small letters
    std::size_t steps = 200'000;
    std::uint64_t seed = 42;
    std::size_t batch = 32;
    std::size_t threads = 0; ///< that share a step which is worth it; 0: as many as the process may use
    OptimizerKind optimizer = OptimizerKind::sgd;
    std::optional<float> decay; ///< of weights; none: 0.01 for AdamW, 0 otherwise
    float clip = 0;             ///< the largest norm of the gradient; 0: any
    float average = 0;          ///< the decay of a moving average of the weights, which is the result; 0: none
    ScheduleKind schedule = ScheduleKind::step;
    std::size_t warmup = 0;           ///< steps in which the rate of a cosine rises
    std::optional<float> rate;        ///< none: 0.1, for AdamW 0.002
    std::optional<float> final_rate;  ///< none: 0.01, for AdamW a tenth of the rate
    std::size_t validate_every = 0;   ///< steps; 0: after the last one alone
    bool keep_best = false;           ///< whether the model of the best validation is the result
    std::size_t early_stop = 0;       ///< validations without a better one; 0: any number
    std::size_t checkpoint_every = 0; ///< steps; 0: at the end alone
    bool resume = false;              ///< whether to go on from the checkpoint, if there is one
    std::size_t every = 10'000;
    std::size_t inspect_every = 0; ///< steps; 0: never
    std::size_t samples = 20;
    std::string save, log, report, checkpoint; ///< paths; empty: none
};

/// The values of flags that may be left out.
inline float weight_decay(const TrainOptions& options) {
    return options.decay.value_or(options.optimizer == OptimizerKind::adamw ? 0.01F : 0.0F);
}
inline float first_rate(const TrainOptions& options) {
    return options.rate.value_or(options.optimizer == OptimizerKind::adamw ? 0.002F : 0.1F);
}
inline float final_rate(const TrainOptions& options) {
    return options.final_rate.value_or(options.optimizer == OptimizerKind::adamw ? first_rate(options) / 10 : 0.01F);
}

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
