// SPDX-License-Identifier: BSL-1.0
#include "sound.hpp"

#include "tenon/data/printable.hpp"
#include "tenon/io/output_file.hpp"

#include <samplerate.h>
#include <sndfile.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstring>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>

namespace program {

namespace {

using Handle = std::unique_ptr<SNDFILE, int (*)(SNDFILE*)>;

[[noreturn]] void fail(const std::filesystem::path& path, const std::string& what) {
    throw std::runtime_error(tenon::printable(path.string()) + ": " + what);
}

/// Bytes that libsndfile writes to and moves about in.
struct Bytes {
    std::string all;
    std::size_t at = 0;

    static sf_count_t length(void* bytes) { return static_cast<sf_count_t>(static_cast<Bytes*>(bytes)->all.size()); }
    static sf_count_t seek(sf_count_t offset, int whence, void* bytes) {
        auto& self = *static_cast<Bytes*>(bytes);
        const sf_count_t from = whence == SEEK_SET   ? 0
                                : whence == SEEK_CUR ? static_cast<sf_count_t>(self.at)
                                                     : static_cast<sf_count_t>(self.all.size());
        self.at = static_cast<std::size_t>(std::max<sf_count_t>(from + offset, 0));
        return static_cast<sf_count_t>(self.at);
    }
    static sf_count_t read(void* to, sf_count_t count, void* bytes) {
        auto& self = *static_cast<Bytes*>(bytes);
        const std::size_t got =
            std::min(static_cast<std::size_t>(count), self.all.size() - std::min(self.at, self.all.size()));
        std::memcpy(to, self.all.data() + self.at, got);
        self.at += got;
        return static_cast<sf_count_t>(got);
    }
    static sf_count_t write(const void* from, sf_count_t count, void* bytes) {
        auto& self = *static_cast<Bytes*>(bytes);
        self.all.resize(std::max(self.all.size(), self.at + static_cast<std::size_t>(count)));
        std::memcpy(self.all.data() + self.at, from, static_cast<std::size_t>(count));
        self.at += static_cast<std::size_t>(count);
        return count;
    }
    static sf_count_t tell(void* bytes) { return static_cast<sf_count_t>(static_cast<Bytes*>(bytes)->at); }
};

} // namespace

Sound read_sound(const std::filesystem::path& path) {
    SF_INFO info{};
    const Handle file(sf_open(path.c_str(), SFM_READ, &info), sf_close);
    if (file == nullptr) fail(path, std::string("cannot be read as sound: ") + sf_strerror(nullptr));
    if (info.channels != 1) fail(path, "has " + std::to_string(info.channels) + " channels, expected 1");
    Sound sound{.samples = std::vector<float>(static_cast<std::size_t>(info.frames)), .rate = info.samplerate};
    sound.samples.resize(static_cast<std::size_t>(
        std::max<sf_count_t>(sf_read_float(file.get(), sound.samples.data(), info.frames), 0)));
    if (sound.samples.empty()) fail(path, "holds no samples");
    const auto wrong = std::ranges::find_if(sound.samples, [](float sample) { return !std::isfinite(sample); });
    if (wrong != sound.samples.end())
        fail(path, "its sample " + std::to_string(wrong - sound.samples.begin()) + " is not a finite number");
    return sound;
}

Sound resampled(const Sound& sound, int rate) {
    if (rate == sound.rate) return sound;
    const double ratio = static_cast<double>(rate) / sound.rate;
    Sound result{.samples = std::vector<float>(
                     static_cast<std::size_t>(std::ceil(ratio * static_cast<double>(sound.samples.size())))),
                 .rate = rate};
    SRC_DATA data{};
    data.data_in = sound.samples.data();
    data.input_frames = static_cast<long>(sound.samples.size());
    data.data_out = result.samples.data();
    data.output_frames = static_cast<long>(result.samples.size());
    data.src_ratio = ratio;
    if (const int error = src_simple(&data, SRC_SINC_BEST_QUALITY, 1); error != 0) {
        throw std::runtime_error("from " + std::to_string(sound.rate) + " to " + std::to_string(rate) +
                                 " samples a second: " + src_strerror(error));
    }
    result.samples.resize(static_cast<std::size_t>(data.output_frames_gen));
    return result;
}

std::string wav_of(const Sound& sound) {
    Bytes bytes;
    SF_VIRTUAL_IO memory{Bytes::length, Bytes::seek, Bytes::read, Bytes::write, Bytes::tell};
    SF_INFO info{};
    info.samplerate = sound.rate;
    info.channels = 1;
    info.format = SF_FORMAT_WAV | SF_FORMAT_FLOAT;
    {
        const Handle file(sf_open_virtual(&memory, SFM_WRITE, &info, &bytes), sf_close);
        if (file == nullptr) throw std::runtime_error(std::string("no WAV file can be made: ") + sf_strerror(nullptr));
        sf_write_float(file.get(), sound.samples.data(), static_cast<sf_count_t>(sound.samples.size()));
    }
    return std::move(bytes.all);
}

void write_sound(const std::filesystem::path& path, const Sound& sound) {
    tenon::OutputFile output(path);
    output.write(wav_of(sound));
    output.commit();
}

void require_rate(const std::filesystem::path& path, const Sound& sound, double expected, const std::string& what) {
    if (std::lround(expected) == sound.rate) return;
    fail(path, "has " + std::to_string(sound.rate) + " samples a second, expected " +
                   std::to_string(std::lround(expected)) + ", as " + what + " has");
}

} // namespace program
