// SPDX-License-Identifier: BSL-1.0
#include "compiled_model.hpp"

#include "tenon/data/printable.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace names {

namespace {

/// All models, those of one vocabulary one behind another.
const std::array<std::vector<CompiledModel>, 2>& all_models() {
    static const auto all = [] {
        std::array<std::vector<CompiledModel>, 2> sorted;
        for (const CompiledNet& net : compiled_nets())
            for (std::size_t size = 0; size < sorted.size(); ++size) sorted[size].push_back(net[size]);
        return sorted;
    }();
    return all;
}

} // namespace

std::span<const CompiledModel> models() { return all_models().front(); }

const CompiledModel& find_model(std::string_view name, std::size_t tokens) {
    std::string known;
    for (const CompiledModel& model : models()) known += (known.empty() ? "" : ", ") + std::string(model.name);
    for (const auto& models : all_models()) {
        const auto model = std::ranges::find(models, name, &CompiledModel::name);
        if (model == models.end())
            throw std::runtime_error("model '" + tenon::printable(name) + "' is not compiled in, expected one of " +
                                     known);
        if (tokens <= model->tokens) return *model;
    }
    throw std::runtime_error(std::to_string(tokens - 1) + " different characters, expected at most " +
                             std::to_string(wide_vocabulary_size - 1));
}

} // namespace names
