// SPDX-License-Identifier: BSL-1.0
//
// A page of HTML that needs nothing else, neither files beside it nor a network: what the programs' reports share.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <string_view>

namespace program {

/// The page with its placeholders replaced, which are, in this order, {{page.css}}, {{report}}, which becomes the
/// report as JSON that no HTML parser takes for markup, and {{scripts}}, which becomes Chart.js and functions that
/// reports share. Bytes of the report that are not UTF-8 become U+FFFD, numbers that are not finite become null.
std::string filled_page(std::string_view page, const nlohmann::json& report);

} // namespace program
