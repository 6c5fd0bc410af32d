// SPDX-License-Identifier: BSL-1.0
#include "spectrogram.hpp"

#include <kiss_fftr.h>
#include <png.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <numbers>
#include <stdexcept>
#include <vector>

namespace program {

namespace {

constexpr std::size_t window = 512, bins = window / 2;

/// Loudness in dB, of which `bins` stand for each moment.
std::vector<float> loudness(const Sound& sound, std::size_t moments) {
    const std::unique_ptr<kiss_fftr_state, void (*)(void*)> plan(kiss_fftr_alloc(window, 0, nullptr, nullptr), free);
    std::vector<float> part(window), all;
    std::vector<kiss_fft_cpx> spectrum(bins + 1);
    for (std::size_t moment = 0; moment < moments; ++moment) {
        const std::size_t begin = moments < 2 ? 0 : moment * (sound.samples.size() - window) / (moments - 1);
        for (std::size_t at = 0; at < window; ++at) {
            const double turn = 2 * std::numbers::pi * static_cast<double>(at) / window;
            part[at] = sound.samples[begin + at] * static_cast<float>(0.5 - 0.5 * std::cos(turn)); // Hann's window
        }
        kiss_fftr(plan.get(), part.data(), spectrum.data());
        for (std::size_t bin = 0; bin < bins; ++bin)
            all.push_back(20 * std::log10(std::hypot(spectrum[bin].r, spectrum[bin].i) + 1e-9F));
    }
    return all;
}

} // namespace

std::string spectrogram(const Sound& sound) {
    Sound padded = sound;
    padded.samples.resize(std::max(padded.samples.size(), window));
    const std::size_t moments = std::min<std::size_t>(800, 1 + (padded.samples.size() - window) / 8);
    const std::vector<float> all = loudness(padded, moments);
    const float loudest = *std::ranges::max_element(all);
    std::vector<std::uint8_t> pixels(moments * bins);
    for (std::size_t moment = 0; moment < moments; ++moment) {
        for (std::size_t bin = 0; bin < bins; ++bin) {
            const float share = std::clamp((loudest - all[moment * bins + bin]) / 80, 0.0F, 1.0F);
            pixels[(bins - 1 - bin) * moments + moment] = static_cast<std::uint8_t>(std::lround(255 * share));
        }
    }
    png_image picture{};
    picture.version = PNG_IMAGE_VERSION;
    picture.width = static_cast<png_uint_32>(moments);
    picture.height = static_cast<png_uint_32>(bins);
    picture.format = PNG_FORMAT_GRAY;
    png_alloc_size_t size = PNG_IMAGE_PNG_SIZE_MAX(picture);
    std::string bytes(size, '\0');
    if (png_image_write_to_memory(&picture, bytes.data(), &size, 0, pixels.data(), 0, nullptr) == 0)
        throw std::runtime_error(std::string("the spectrogram cannot be made: ") + picture.message);
    bytes.resize(size);
    return bytes;
}

} // namespace program
