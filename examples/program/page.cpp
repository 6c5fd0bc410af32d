// SPDX-License-Identifier: BSL-1.0
#include "page.hpp"

#include <nlohmann/json.hpp>

#include <initializer_list>
#include <stdexcept>

namespace program {

// Made by embed.cmake.
extern const std::string_view page_css;
extern const std::string_view scripts_html;
extern const std::string_view chart_js;

namespace {

struct Filling {
    std::string_view placeholder, text;
};

/// The page with every placeholder replaced, in their order on the page; what comes in is not searched again.
std::string filled(std::string_view page, std::initializer_list<Filling> fillings) {
    std::string all;
    for (const auto& [placeholder, text] : fillings) {
        const auto at = page.find(placeholder);
        if (at == std::string_view::npos) throw std::logic_error{"the page lacks " + std::string{placeholder}};
        all.append(page.substr(0, at)).append(text);
        page.remove_prefix(at + placeholder.size());
    }
    return all.append(page);
}

/// JSON has `<` only inside strings, where it may be escaped.
std::string without_markup(const nlohmann::json& report) {
    std::string escaped;
    for (const char c : report.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace))
        c == '<' ? escaped += "\\u003c" : escaped += c;
    return escaped;
}

} // namespace

std::string filled_page(std::string_view page, const nlohmann::json& report) {
    const std::string scripts = filled(scripts_html, {{"{{chart.js}}", chart_js}});
    return filled(page, {{"{{page.css}}", page_css}, {"{{report}}", without_markup(report)}, {"{{scripts}}", scripts}});
}

} // namespace program
