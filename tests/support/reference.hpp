// SPDX-License-Identifier: BSL-1.0
//
// PyTorch's figures, as `tests/reference/make_reference.py` wrote them.
#pragma once

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstddef>
#include <fstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace tenon::test {

/// `tests/reference/<name>.json`.
inline nlohmann::json reference(const std::string& name) {
    std::ifstream file(TENON_REFERENCE_DIR "/" + name + ".json");
    if (!file) throw std::runtime_error("no reference '" + name + "'");
    return nlohmann::json::parse(file);
}

/// The numbers of a model's parameters, by their names.
template <class ModelType>
void fill(ModelType& model, const nlohmann::json& tensors) {
    for (const auto& spec : ModelType::Joint::parameters) {
        const auto values = tensors.at(std::string(spec.name.view())).template get<std::vector<float>>();
        if (values.size() != spec.shape.size()) throw std::runtime_error("a tensor of another size");
        std::ranges::copy(values, model.parameter_block().begin() + static_cast<std::ptrdiff_t>(spec.offset));
    }
}

} // namespace tenon::test
