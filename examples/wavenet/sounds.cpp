// SPDX-License-Identifier: BSL-1.0
#include "sounds.hpp"

#include "tenon/data/mu_law.hpp"
#include "tenon/data/printable.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <string>

namespace program {

std::vector<Token> read_levels(const std::filesystem::path& path, int rate) {
    const Sound sound = resampled(read_sound(path), rate);
    std::vector<Token> levels(sound.samples.size());
    std::ranges::transform(sound.samples, levels.begin(), tenon::mu_law_encoded);
    return levels;
}

Sound sound_of(std::span<const Token> levels, int rate) {
    Sound sound{.samples = std::vector<float>(levels.size()), .rate = rate};
    std::ranges::transform(levels, sound.samples.begin(), tenon::mu_law_decoded);
    return sound;
}

double histogram_bits(std::span<const Token> levels) {
    std::array<double, tenon::mu_law_levels> counts{};
    for (const Token level : levels) ++counts[static_cast<std::size_t>(level)];
    double sum = 0;
    for (const double count : counts) {
        const double share = count / static_cast<double>(levels.size());
        if (share > 0) sum -= share * std::log2(share);
    }
    return sum;
}

Corpus read_corpus(std::span<const std::filesystem::path> sounds, int rate, std::size_t shortest) {
    Corpus corpus;
    for (const std::filesystem::path& path : sounds) {
        const std::vector<Token> levels = read_levels(path, rate);
        const std::size_t held_out = levels.size() / 10;
        if (levels.size() - held_out < shortest) {
            throw std::runtime_error(tenon::printable(path.string()) + ": holds " + std::to_string(levels.size()) +
                                     " samples at " + std::to_string(rate) + " a second, expected " +
                                     std::to_string((10 * shortest + 8) / 9) + " or more");
        }
        const auto middle = levels.end() - static_cast<std::ptrdiff_t>(held_out);
        corpus.learned.insert(corpus.learned.end(), levels.begin(), middle);
        corpus.held_out.insert(corpus.held_out.end(), middle, levels.end());
    }
    return corpus;
}

} // namespace program
