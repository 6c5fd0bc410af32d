// SPDX-License-Identifier: BSL-1.0
//
// Sound files with one channel.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace program {

struct Sound {
    std::vector<float> samples;
    int rate = 48'000; ///< Hz
};

/// Throws std::runtime_error with one sentence for what is no sound file, is empty, has several channels or a sample
/// that is no finite number.
Sound read_sound(const std::filesystem::path& path);

/// The same sound with `rate` samples a second.
Sound resampled(const Sound& sound, int rate);

/// The bytes of a WAV file, with samples of 32 bits.
std::string wav_of(const Sound& sound);

/// A WAV file, written beside and renamed; failures are a std::runtime_error.
void write_sound(const std::filesystem::path& path, const Sound& sound);

/// Fails where a sound has another rate than `expected`, which is that of `what`.
void require_rate(const std::filesystem::path& path, const Sound& sound, double expected, const std::string& what);

} // namespace program
