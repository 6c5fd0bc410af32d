// SPDX-License-Identifier: BSL-1.0
#include "settings.hpp"

#include "tenon/schedule/cosine_with_warmup.hpp"
#include "tenon/schedule/piecewise_constant.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace names {

using program::ScheduleKind;
using program::TrainOptions;

namespace {

/// The shortest decimal that reads back as the same float.
std::string shortest(float value) {
    char text[32];
    return {text, std::to_chars(text, text + sizeof text, value).ptr};
}

/// The first three quarters of the steps have the first rate, the rest has the final one.
std::size_t change(const TrainOptions& options) { return options.steps * 3 / 4; }

} // namespace

float rate_of(const TrainOptions& options, std::size_t step) {
    const float first = first_rate(options), last = final_rate(options);
    if (options.schedule == ScheduleKind::step) return tenon::PiecewiseConstant(first, {{change(options), last}})(step);
    const tenon::CosineWithWarmup cosine{.peak = first, .warmup = options.warmup, .steps = options.steps, .end = last};
    return cosine(step);
}

Settings training_settings(const TrainOptions& options, const std::string& data) {
    constexpr std::array<const char*, 3> optimizers{"sgd", "momentum", "adamw"};
    Settings all{{"data", data},
                 {"steps", std::to_string(options.steps)},
                 {"batch", std::to_string(options.batch)},
                 {"seed", std::to_string(options.seed)},
                 {"optimizer", optimizers.at(static_cast<std::size_t>(options.optimizer))},
                 {"learning_rate", shortest(first_rate(options))},
                 {"final_learning_rate", shortest(final_rate(options))}};
    if (options.schedule == ScheduleKind::step) {
        all["final_learning_rate_from_step"] = std::to_string(change(options));
    } else {
        all["schedule"] = "cosine";
        all["warmup"] = std::to_string(options.warmup);
    }
    if (weight_decay(options) > 0) all["weight_decay"] = shortest(weight_decay(options));
    if (options.clip > 0) all["clip"] = shortest(options.clip);
    if (options.average > 0) all["average"] = shortest(options.average);
    if (options.lower) all["lower"] = "yes";
    return all;
}

std::vector<std::pair<std::size_t, float>> rates_over_time(const TrainOptions& options, std::size_t steps) {
    constexpr std::size_t most = 200;
    std::vector<std::pair<std::size_t, float>> points;
    const std::size_t every = std::max<std::size_t>(1, steps / most);
    for (std::size_t step = 0; step < steps; step += every) points.emplace_back(step, rate_of(options, step));
    return points;
}

} // namespace names
