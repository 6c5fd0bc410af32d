// SPDX-License-Identifier: BSL-1.0
#include "commands.hpp"
#include "program/sound.hpp"

#include "tenon/nam/amp.hpp"
#include "tenon/rtneural/file.hpp"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdio>
#include <span>
#include <variant>

namespace program {

void run(const RunOptions& options) {
    using Clock = std::chrono::steady_clock;
    const auto amp = tenon::nam::load_any(options.model, options.size);
    Sound sound = read_sound(options.input);
    require_rate(options.input, sound, amp->sample_rate(), options.model.filename().string());
    const std::span<float> samples(sound.samples);
    double worst = 0, all = 0;
    for (std::size_t at = 0; at < samples.size(); at += options.block) {
        const std::span<float> block = samples.subspan(at, std::min(options.block, samples.size() - at));
        const auto start = Clock::now();
        amp->process(block, block);
        const double seconds = std::chrono::duration<double>(Clock::now() - start).count();
        worst = std::max(worst, seconds);
        all += seconds;
    }
    write_sound(options.output, sound);
    const double length = static_cast<double>(samples.size()) / sound.rate;
    std::printf("%.2f s of sound in %.3f s, %.0f times real time; the slowest block of %zu took %.0f us of %.0f\n",
                length, all, length / all, options.block, 1e6 * worst,
                1e6 * static_cast<double>(options.block) / sound.rate);
}

void print_type(const std::filesystem::path& model) {
    if (model.extension() == ".json") {
        const tenon::rtneural::File file = tenon::rtneural::read(model);
        std::printf("Model<%s, %s>\n", tenon::rtneural::type_of(file).c_str(), tenon::rtneural::input_of(file).c_str());
        return;
    }
    const tenon::nam::File file = tenon::nam::read(model);
    const auto* const container = std::get_if<tenon::nam::ContainerConfig>(&file.config);
    if (container == nullptr) {
        std::printf("%s\n", tenon::nam::type_of(file).c_str());
        return;
    }
    for (const tenon::nam::Submodel& submodel : container->submodels)
        std::printf("below %g: %s\n", submodel.max_value, tenon::nam::type_of(submodel.model).c_str());
}

} // namespace program
