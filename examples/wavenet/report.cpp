// SPDX-License-Identifier: BSL-1.0
#include "report.hpp"

#include "program/page.hpp"
#include "spectrogram.hpp"

#include <boost/archive/iterators/base64_from_binary.hpp>
#include <boost/archive/iterators/transform_width.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <numeric>
#include <span>
#include <string_view>

namespace program {

extern const std::string_view wavenet_report_html; // made by embed.cmake

namespace {

std::string data_address(const std::string& type, const std::string& bytes) {
    using namespace boost::archive::iterators;
    using Digits = base64_from_binary<transform_width<std::string::const_iterator, 6, 8>>;
    std::string digits(Digits(bytes.begin()), Digits(bytes.end()));
    digits.append((3 - bytes.size() % 3) % 3, '=');
    return "data:" + type + ";base64," + digits;
}

/// About 200 points, each the mean of as many steps.
nlohmann::json curve(std::span<const double> bits) {
    const std::size_t width = std::max<std::size_t>(1, bits.size() / 200);
    auto points = nlohmann::json::array();
    for (std::size_t end = width; end <= bits.size(); end += width) {
        const auto part = bits.subspan(end - width, width);
        points.push_back(
            {{"x", end}, {"y", std::accumulate(part.begin(), part.end(), 0.0) / static_cast<double>(width)}});
    }
    return points;
}

/// The samples of a sound over its seconds from `start` on.
nlohmann::json samples_over_time(const Sound& sound, double start) {
    auto points = nlohmann::json::array();
    for (std::size_t at = 0; at < sound.samples.size(); ++at)
        points.push_back({{"x", start + static_cast<double>(at) / sound.rate}, {"y", sound.samples[at]}});
    return points;
}

} // namespace

std::string render(const Report& report) {
    auto validations = nlohmann::json::array();
    for (const auto& [step, bits] : report.validations) validations.push_back({{"x", step}, {"y", bits}});
    Sound whole = report.prime;
    whole.samples.insert(whole.samples.end(), report.generated.samples.begin(), report.generated.samples.end());
    const double before = static_cast<double>(report.prime.samples.size()) / report.prime.rate;
    Sound first = report.generated; // as much of it as shows its waves
    first.samples.resize(std::min(first.samples.size(), 2 * report.prime.samples.size()));
    return filled_page(wavenet_report_html, {{"title", report.title},
                                             {"settings", report.settings},
                                             {"histogram", report.histogram_bits},
                                             {"best", report.best},
                                             {"parameters", report.parameters},
                                             {"field", report.receptive_field},
                                             {"rate", report.prime.rate},
                                             {"steps", report.curve.size()},
                                             {"curve", curve(report.curve)},
                                             {"validations", validations},
                                             {"prime", samples_over_time(report.prime, -before)},
                                             {"generated", samples_over_time(first, 0)},
                                             {"spectrogram", data_address("image/png", spectrogram(whole))},
                                             {"sound", data_address("audio/wav", wav_of(whole))}});
}

} // namespace program
