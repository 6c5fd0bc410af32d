// SPDX-License-Identifier: BSL-1.0
//
// Tensors in files are named and laid out as PyTorch's state_dict has them. This is where that differs from memory, and
// from the files of tenon 0.2.
#pragma once

#include "tenon/dsl/tensor.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tenon::detail {

/// How tensors whose axes PyTorch has in reverse lie in a file.
enum class FileLayout {
    pytorch,  ///< (out, in), (out, in, kernel), as everything is written
    in_memory ///< (in, out), as tenon 0.2 wrote them, which called the weight and bias of a norm gamma and beta
};

constexpr bool is_transposed(const TensorSpec& spec, FileLayout layout) {
    return spec.transposed_in_files && layout == FileLayout::pytorch;
}

/// The shape of a tensor in a file.
inline std::vector<std::size_t> file_shape(const TensorSpec& spec, FileLayout layout) {
    const auto& lengths = spec.shape.lengths;
    std::vector<std::size_t> shape(lengths.begin(), lengths.begin() + static_cast<std::ptrdiff_t>(spec.shape.rank));
    if (is_transposed(spec, layout)) std::ranges::reverse(shape);
    return shape;
}

/// `name` with another last part where that is `part`: `3.weight` for `3.gamma`. Otherwise empty.
inline std::string with_last_part(std::string_view name, std::string_view part, std::string_view other) {
    if (!name.ends_with(part)) return {};
    const std::string_view path = name.substr(0, name.size() - part.size());
    if (!path.empty() && !path.ends_with('.')) return {};
    return std::string(path).append(other);
}

/// What a tensor of that name in a file of tenon 0.2 is called now; empty where nothing has been renamed.
inline std::string renamed(std::string_view name) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 2> renames{
        {{"gamma", "weight"}, {"beta", "bias"}}};
    for (const auto& [before, now] : renames) {
        if (std::string found = with_last_part(name, before, now); !found.empty()) return found;
    }
    return {};
}

/// The tensor beside which PyTorch counts the batches of a BatchNorm, which tenon has no use for; empty for what is not
/// such a count.
inline std::string counted_beside(std::string_view name) {
    return with_last_part(name, "num_batches_tracked", "running_mean");
}

} // namespace tenon::detail
