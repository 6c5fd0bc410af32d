// SPDX-License-Identifier: BSL-1.0
#include "commands.hpp"
#include "model_file.hpp"
#include "sounds.hpp"

#include <chrono>
#include <cmath>
#include <cstdio>

namespace program {

void generate(const GenerateOptions& options) {
    const LoadedNet loaded = load_net(options.model);
    std::vector<Token> before;
    if (!options.prime.empty()) before = read_levels(options.prime, loaded.sample_rate);
    std::vector<Token> levels(static_cast<std::size_t>(std::lround(options.seconds * loaded.sample_rate)));
    tenon::Generator generator{options.seed};
    const auto start = std::chrono::steady_clock::now();
    loaded.net->generate(before, levels, options.temperature, generator);
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    write_sound(options.output, sound_of(levels, loaded.sample_rate));
    std::printf("%.2f s of sound in %.2f s\n", options.seconds, seconds);
}

void eval(const EvalOptions& options) {
    const LoadedNet loaded = load_net(options.model);
    for (const std::filesystem::path& sound : options.sounds) {
        const std::vector<Token> levels = read_levels(sound, loaded.sample_rate);
        std::printf("%s bits %.4f histogram_bits %.4f\n", sound.filename().c_str(), loaded.net->bits(levels),
                    histogram_bits(levels));
    }
}

} // namespace program
