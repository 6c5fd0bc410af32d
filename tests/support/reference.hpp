// SPDX-License-Identifier: BSL-1.0
//
// PyTorch's figures, as `tests/reference/make_reference.py` wrote them.
#pragma once

#include <nlohmann/json.hpp>

#include <fstream>
#include <stdexcept>
#include <string>

namespace tenon::test {

/// `tests/reference/<name>.json`.
inline nlohmann::json reference(const std::string& name) {
    std::ifstream file(TENON_REFERENCE_DIR "/" + name + ".json");
    if (!file) throw std::runtime_error("no reference '" + name + "'");
    return nlohmann::json::parse(file);
}

} // namespace tenon::test
