// SPDX-License-Identifier: BSL-1.0
#include "compiled_model.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace names {

// Each stands in a source file of its own, under models/.
CompiledModel mlp();
CompiledModel deep_mlp();
CompiledModel flat();
CompiledModel tree_small();
CompiledModel tree();
CompiledModel tree_position_bn();

std::span<const CompiledModel> models() {
    static const std::array all{mlp(), deep_mlp(), flat(), tree_small(), tree(), tree_position_bn()};
    return all;
}

const CompiledModel& find_model(std::string_view name) {
    const auto all = models();
    const auto found = std::ranges::find(all, name, &CompiledModel::name);
    if (found != all.end()) return *found;
    std::string known;
    for (const CompiledModel& model : all) known += (known.empty() ? "" : ", ") + std::string(model.name);
    throw std::runtime_error("model '" + std::string(name) + "' is not compiled in, expected one of " + known);
}

} // namespace names
