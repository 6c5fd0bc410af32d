// SPDX-License-Identifier: BSL-1.0
//
// The training report of the example `names`: the curve is averaged right, everything reaches the page, nothing in a
// report can become markup, and the page loads nothing. What it looks like is not tested here.
#include "report.hpp"

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include <limits>
#include <numeric>
#include <regex>
#include <set>
#include <string_view>

namespace program {
extern const std::string_view chart_js;
}

namespace {

using names::render;
using names::Report;
using strings = std::vector<std::string>;

Report tree() {
    Report report;
    report.title = "tree";
    report.settings = {{"steps", "2500"}, {"learning rate", "0.1, then 0.01"}};
    report.layers = {{"Embedding<9, 24>", "8 × 24", 648, 6144}, {"Tanh", "128", 0, 70}, {"Linear<27>", "27", 3483, 9}};
    report.losses.assign(1000, 3.5);
    report.losses.resize(2000, 2.25);
    report.losses.resize(2500, 1000.0);
    report.validations = {{999, 2.5}};
    report.rates = {{0, 0.5F}, {1000, 0.25F}};
    report.ratios = {{"0.weight", nlohmann::json::array({{{"x", 9}, {"y", -2.5}}})}};
    report.pictures = {{"step", 9}, {"layers", nlohmann::json::array()}};
    report.train = 1.75;
    report.validation = 2.125;
    report.names = {"arlij", "zoë"};
    return report;
}

std::size_t occurrences(std::string_view text, std::string_view part) {
    std::size_t count = 0;
    for (auto at = text.find(part); at != std::string_view::npos; at = text.find(part, at + part.size())) ++count;
    return count;
}

/// The text of the element that carries the data, as a browser finds it: up to the first end tag.
std::string data_text(std::string_view page) {
    constexpr std::string_view tag = R"(<script type="application/json" id="report">)";
    const auto begin = page.find(tag);
    BOOST_REQUIRE(begin != page.npos);
    page.remove_prefix(begin + tag.size());
    return std::string{page.substr(0, page.find("</script"))};
}

nlohmann::json data(const Report& report) { return nlohmann::json::parse(data_text(render(report))); }

/// The last script: the page's own.
std::string script(const std::string& page) { return page.substr(page.rfind("<script>")); }

strings matches(const std::string& text, const char* pattern, std::size_t group = 0) {
    const std::regex regex{pattern};
    strings found;
    for (std::sregex_iterator match{text.begin(), text.end(), regex}, end; match != end; ++match)
        found.push_back(match->str(group));
    return found;
}

/// Whatever would make a browser fetch something, from the network or from beside the page.
strings references(const std::string& page) {
    return matches(page, R"re(\b(src|srcset|href)\s*=|<link\b|\burl\s*\(|@import|\bimport\b\s*["'({*])re"
                         R"re(|\b(fetch|XMLHttpRequest|WebSocket|EventSource|sendBeacon|importScripts)\s*\()re");
}

} // namespace

BOOST_AUTO_TEST_SUITE(averaging)

BOOST_AUTO_TEST_CASE(a_point_is_the_mean_of_its_steps_and_a_tail_that_fills_none_is_left_out) {
    Report report;
    report.average = 3;
    report.losses = {1, 2, 6, 4, 6, 11, 100, 200};
    BOOST_TEST(names::steps_per_point(report) == 3);
    BOOST_TEST(names::curve(report) == (std::vector{3.0, 7.0}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(two_points_are_enough_to_keep_the_average) {
    Report report;
    report.average = 3;
    report.losses = {1, 2, 6, 4, 6, 11};
    BOOST_TEST(names::curve(report) == (std::vector{3.0, 7.0}), boost::test_tools::per_element());
    report.losses.pop_back();
    BOOST_TEST(names::curve(report) == report.losses, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_short_run_still_has_about_200_points) {
    Report report;
    report.losses.resize(1234);
    std::iota(report.losses.begin(), report.losses.end(), 1.0);
    BOOST_TEST(names::steps_per_point(report) == 6);
    const auto curve = names::curve(report);
    BOOST_TEST(curve.size() == 205);
    BOOST_TEST(curve.front() == 3.5);
    BOOST_TEST(curve.back() == 1227.5);
}

BOOST_AUTO_TEST_CASE(no_average_and_no_steps_divide_by_nothing) {
    Report report;
    BOOST_TEST(names::steps_per_point(report) == 1);
    BOOST_TEST(names::curve(report).empty());
    report.average = 0;
    BOOST_TEST(names::steps_per_point(report) == 1);
    report.losses.resize(1000, 2.0);
    BOOST_TEST(names::steps_per_point(report) == 5);
    report.average = std::numeric_limits<std::size_t>::max() / 2 + 1; // twice as many are none
    BOOST_TEST(names::steps_per_point(report) == 5);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(contents)

BOOST_AUTO_TEST_CASE(everything_reaches_the_page) {
    const auto expected = nlohmann::json::parse(R"({
        "title": "tree",
        "settings": [["steps", "2500"], ["learning rate", "0.1, then 0.01"]],
        "layers": [
            {"layer": "Embedding<9, 24>", "output": "8 × 24", "parameters": 648, "flops": 6144},
            {"layer": "Tanh", "output": "128", "parameters": 0, "flops": 70},
            {"layer": "Linear<27>", "output": "27", "parameters": 3483, "flops": 9}
        ],
        "parameters": 4131, "flops": 6223,
        "steps": 2500, "average": 1000, "first": 3.5, "curve": [3.5, 2.25],
        "validations": [{"x": 999, "y": 2.5}], "rates": [{"x": 0, "y": 0.5}, {"x": 1000, "y": 0.25}],
        "ratios": {"0.weight": [{"x": 9, "y": -2.5}]}, "pictures": {"step": 9, "layers": []},
        "train": 1.75, "validation": 2.125,
        "names": ["arlij", "zoë"]
    })");
    BOOST_TEST(data(tree()) == expected);
}

BOOST_AUTO_TEST_CASE(the_page_uses_all_of_it) {
    const auto page = render(tree());
    const auto shown = data(tree());
    for (const auto& [key, value] : shown.items())
        BOOST_TEST(matches(script(page), ("\\breport\\." + key + "\\b").c_str()).size() > 0,
                   "the page does not use " << key);
    for (const char* piece : {"<!doctype html>", "<html lang=\"en\">", "name=\"viewport\"",
                              "prefers-color-scheme: dark", "role=\"img\"", "\"aria-label\"", "scope=\"col\"",
                              "\"step\"", "\"loss (nats)\"", "animation: false", "FLOPs a step", "<noscript>"})
        BOOST_TEST(occurrences(page, piece) > 0, "the page lacks " << piece);
    BOOST_TEST(matches(page, R"(\{\{[a-z.]+\}\})") == strings{}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(the_script_finds_every_element_it_asks_for) {
    const auto page = render(tree());
    const auto asked = matches(script(page), R"re(\b(element|getElementById)\("([^"]+)"\))re", 2);
    BOOST_TEST(asked.size() > 10);
    for (const auto& id : std::set<std::string>(asked.begin(), asked.end()))
        BOOST_TEST(occurrences(page, " id=\"" + id + "\"") == 1, "not one element is called " << id);
}

BOOST_AUTO_TEST_CASE(chart_js_is_in_it_once_whole_and_with_its_licence) {
    BOOST_TEST(program::chart_js.starts_with("/*!\n * Chart.js v3."));
    BOOST_TEST(program::chart_js.size() > 150'000);
    for (const auto& report : {Report{}, tree()}) {
        const auto page = render(report);
        BOOST_TEST(occurrences(page, program::chart_js) == 1);
        BOOST_TEST(occurrences(page, "Chart.js Contributors, and in it @kurkle/color") == 1);
        BOOST_TEST(occurrences(page, "Permission is hereby granted, free of charge") == 1);
        BOOST_TEST(occurrences(page, "THE SOFTWARE IS PROVIDED \"AS IS\"") == 1);
    }
}

BOOST_AUTO_TEST_CASE(a_report_of_nothing_is_a_page) {
    const auto expected = nlohmann::json::parse(R"({
        "title": "", "settings": [], "layers": [], "parameters": 0, "flops": 0, "steps": 0, "average": 1, "first": null,
        "curve": [], "validations": [], "rates": [], "ratios": {}, "pictures": null, "train": 0.0, "validation": 0.0,
        "names": []
    })");
    BOOST_TEST(data(Report{}) == expected);
    BOOST_TEST(render(Report{}).ends_with("</html>\n"));
}

BOOST_AUTO_TEST_CASE(a_loss_that_is_not_finite_is_null) {
    auto report = tree();
    report.losses[7] = std::numeric_limits<double>::quiet_NaN();
    report.train = std::numeric_limits<double>::infinity();
    const auto page = data(report);
    BOOST_TEST(page["curve"] == nlohmann::json::parse("[null, 2.25]"));
    BOOST_TEST(page["train"].is_null());
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(safety)

BOOST_AUTO_TEST_CASE(text_is_never_markup) {
    const strings nasty = {"</script><b>", "<!--<script>", "]]>",        "\"quoted\" 'and' \\back\\", "&lt;b&gt;",
                           "${1}`",        "{{chart.js}}", "{{report}}", "line\nbreak\ttab"};
    Report report;
    report.names = nasty;
    for (const auto& text : nasty) {
        report.title += text;
        report.settings.emplace_back(text, text);
        report.layers.push_back({text, text, 1, 1});
    }
    const auto page = render(report);
    BOOST_TEST(data_text(page).find('<') == std::string::npos);
    BOOST_TEST(occurrences(page, "</script") == occurrences(render(Report{}), "</script"));
    BOOST_TEST(occurrences(page, "<b>") == 0);
    BOOST_TEST(occurrences(page, program::chart_js) == 1);
    const auto read = nlohmann::json::parse(data_text(page));
    BOOST_TEST(read["title"] == report.title);
    BOOST_TEST(read["names"].get<strings>() == nasty, boost::test_tools::per_element());
    BOOST_TEST(read["settings"][0][1] == nasty[0]);
    BOOST_TEST(read["layers"][1]["output"] == nasty[1]);
}

// Text gets into the document in these ways alone, and they take it as text.
BOOST_AUTO_TEST_CASE(the_script_writes_no_markup) {
    BOOST_TEST(matches(script(render(Report{})),
                       R"re(innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|Function\()re") ==
                   strings{},
               boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(bytes_that_are_no_utf8_are_replaced) {
    Report report;
    report.names = {"a\xff"};
    BOOST_TEST(data(report)["names"][0] == "a\xEF\xBF\xBD");
}

BOOST_AUTO_TEST_CASE(the_page_loads_nothing) {
    for (const char* reference :
         {"<script src=\"https://a.example/chart.js\">", "<img src = x>", "<a href='http://a.example'>",
          "<link rel=icon>", "a { background: url(http://a.example) }", "@import \"a.css\"", "import('./a.js')",
          "import * as a from 'b'", "fetch(\"http://a.example\")"})
        BOOST_TEST(references(reference).size() > 0, "not recognised: " << reference);
    BOOST_TEST(references(render(tree())) == strings{}, boost::test_tools::per_element());
    BOOST_TEST(occurrences(render(tree()), "content=\"default-src 'none'; script-src 'unsafe-inline';") == 1);
}

BOOST_AUTO_TEST_SUITE_END()
