// SPDX-License-Identifier: BSL-1.0
#include "log_curves.hpp"

#include <sstream>

namespace names {

namespace {

/// Calls `body` with each line that tells of a step and has this key.
template <class Body>
void for_each_line(const std::string& log, const char* key, Body body) {
    std::istringstream lines(log);
    for (std::string line; std::getline(lines, line);) {
        const nlohmann::json told = nlohmann::json::parse(line);
        if (told.contains("step") && told.contains(key)) body(told["step"], told[key]);
    }
}

} // namespace

std::vector<std::pair<std::size_t, double>> validations_over_time(const std::string& log) {
    std::vector<std::pair<std::size_t, double>> validations;
    for_each_line(log, "val", [&](std::size_t step, const nlohmann::json& loss) {
        if (loss.is_number()) validations.emplace_back(step, loss);
    });
    return validations;
}

nlohmann::json ratios_over_time(const std::string& log) {
    nlohmann::json ratios = nlohmann::json::object();
    for_each_line(log, "parameters", [&](std::size_t step, const nlohmann::json& parameters) {
        for (const auto& [name, numbers] : parameters.items()) {
            if (name.ends_with("weight") && numbers["update_to_data"].is_number())
                ratios[name].push_back({{"x", step}, {"y", numbers["update_to_data"]}});
        }
    });
    return ratios;
}

} // namespace names
