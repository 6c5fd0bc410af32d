// SPDX-License-Identifier: BSL-1.0
//
// Fills the page of report.html: the report goes in as one JSON object. What can be computed is computed here; the page
// only shows it.
#include "report.hpp"

#include "program/page.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstddef>
#include <functional>
#include <numeric>
#include <string_view>

// Made by embed.cmake.
namespace program {
extern const std::string_view names_report_html;
} // namespace program

namespace names {

namespace {

nlohmann::json layers(const Report& report) {
    auto rows = nlohmann::json::array();
    for (const auto& [layer, output, parameters, flops] : report.layers)
        rows.push_back({{"layer", layer}, {"output", output}, {"parameters", parameters}, {"flops", flops}});
    return rows;
}

template <class Value>
nlohmann::json points(const std::vector<std::pair<std::size_t, Value>>& pairs) {
    auto all = nlohmann::json::array();
    for (const auto& [step, value] : pairs) all.push_back({{"x", step}, {"y", value}});
    return all;
}

std::size_t total(const Report& report, std::size_t LayerRow::* column) {
    return std::transform_reduce(report.layers.begin(), report.layers.end(), std::size_t{0}, std::plus<>{},
                                 [=](const LayerRow& row) { return row.*column; });
}

nlohmann::json json(const Report& report) {
    return {
        {"title", report.title},
        {"settings", report.settings},
        {"layers", layers(report)},
        {"parameters", total(report, &LayerRow::parameters)},
        {"flops", total(report, &LayerRow::flops)},
        {"steps", report.losses.size()},
        {"average", steps_per_point(report)},
        {"first", report.losses.empty() ? nlohmann::json() : nlohmann::json(report.losses.front())},
        {"curve", curve(report)},
        {"validations", points(report.validations)},
        {"rates", points(report.rates)},
        {"ratios", report.ratios},
        {"pictures", report.pictures},
        {"train", report.train},
        {"validation", report.validation},
        {"names", report.names},
    };
}

} // namespace

std::size_t steps_per_point(const Report& report) {
    const auto steps = report.losses.size();
    if (report.average > 0 && steps / 2 >= report.average) return report.average;
    return std::max<std::size_t>(1, steps / 200);
}

std::vector<double> curve(const Report& report) {
    const auto width = steps_per_point(report);
    std::vector<double> points(report.losses.size() / width);
    auto first = report.losses.begin();
    for (auto& point : points) {
        const auto last = first + static_cast<std::ptrdiff_t>(width);
        point = std::accumulate(first, last, 0.0) / static_cast<double>(width);
        first = last;
    }
    return points;
}

std::string render(const Report& report) { return program::filled_page(program::names_report_html, json(report)); }

} // namespace names
