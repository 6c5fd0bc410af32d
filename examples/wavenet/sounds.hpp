// SPDX-License-Identifier: BSL-1.0
//
// Sounds as levels of µ-law, apart for learning and for validation.
#pragma once

#include "any_net.hpp"
#include "program/sound.hpp"

#include <array>
#include <cstddef>
#include <filesystem>
#include <span>
#include <vector>

namespace program {

/// The levels of a sound file at `rate` samples a second.
std::vector<Token> read_levels(const std::filesystem::path& path, int rate);

Sound sound_of(std::span<const Token> levels, int rate);

/// Bits for each level if nothing is known but how often each occurs: the entropy of their histogram.
double histogram_bits(std::span<const Token> levels);

/// All levels of sounds, one behind another: the first nine tenths of each to learn from, the last ones to validate.
struct Corpus {
    std::vector<Token> learned, held_out;
};
/// Throws std::runtime_error where a sound has fewer than `shortest` levels to learn from.
Corpus read_corpus(std::span<const std::filesystem::path> sounds, int rate, std::size_t shortest);

} // namespace program
