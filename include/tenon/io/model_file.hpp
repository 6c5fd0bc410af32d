// SPDX-License-Identifier: BSL-1.0
//
// A model's tensors to and from safetensors.
#pragma once

#include "tenon/io/safetensors.hpp"
#include "tenon/model.hpp"

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <span>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <vector>

namespace tenon {

namespace detail {

template <class Real>
inline constexpr const char* safetensors_type = std::is_same_v<Real, float> ? "F32" : "F64";

inline std::vector<std::size_t> lengths(const Extents& shape) {
    return {shape.lengths.begin(), shape.lengths.begin() + static_cast<std::ptrdiff_t>(shape.rank)};
}

inline std::string described(const std::string& type, const std::vector<std::size_t>& shape) {
    std::string text = type + " (";
    for (std::size_t axis = 0; axis < shape.size(); ++axis)
        text += (axis > 0 ? ", " : "") + std::to_string(shape[axis]);
    return text + ")";
}

/// Calls `body(spec, the tensor's numbers)` for every parameter and buffer of a model.
template <class ModelType, class Body>
void for_each_tensor(ModelType& model, Body body) {
    using Joint = typename ModelType::Joint;
    const auto visit = [&](const auto& table, auto block) {
        for (const TensorSpec& spec : table) body(spec, block.subspan(spec.offset, spec.shape.size()));
    };
    visit(Joint::parameters, model.parameter_block());
    visit(Joint::buffers, model.buffer_block());
}

} // namespace detail

/// All parameters and buffers of a model, by name.
template <class ModelType>
std::vector<StoredTensor> stored_tensors(const ModelType& model) {
    std::vector<StoredTensor> tensors;
    detail::for_each_tensor(model, [&](const TensorSpec& spec, auto values) {
        StoredTensor& tensor = tensors.emplace_back();
        tensor.name = spec.name.view();
        tensor.type = detail::safetensors_type<typename ModelType::Real>;
        tensor.shape = detail::lengths(spec.shape);
        tensor.bytes.assign(reinterpret_cast<const char*>(values.data()), values.size_bytes());
    });
    return tensors;
}

/// Puts tensors into a model if they are just its own, by name, shape and type. Otherwise throws std::runtime_error
/// with all that is missing, different or too many, and the model stays as it was. `source` names where the tensors
/// come from.
template <class ModelType>
void load_tensors(ModelType& model, std::span<const StoredTensor> tensors, const std::string& source) {
    std::string wrong;
    const auto complain = [&](const std::string& what) { wrong += (wrong.empty() ? "" : ", ") + what; };
    std::vector<const StoredTensor*> found;
    detail::for_each_tensor(model, [&](const TensorSpec& spec, auto values) {
        const std::string name(spec.name.view());
        const auto tensor = std::ranges::find(tensors, name, &StoredTensor::name);
        const std::string wanted =
            detail::described(detail::safetensors_type<typename ModelType::Real>, detail::lengths(spec.shape));
        if (tensor == tensors.end()) return complain("misses '" + name + "' " + wanted);
        const std::string given = detail::described(tensor->type, tensor->shape);
        if (given != wanted)
            complain("has '" + name + "' as " + given + " instead of " + wanted);
        else if (tensor->bytes.size() != values.size_bytes())
            complain("has '" + name + "' with bytes of another shape");
        found.push_back(&*tensor);
    });
    for (const StoredTensor& tensor : tensors) {
        if (std::ranges::find(found, &tensor) == found.end())
            complain("has '" + tensor.name + "', which the model has not");
    }
    if (!wrong.empty()) throw std::runtime_error(source + ": does not fit the model: " + wrong);
    auto next = found.begin();
    detail::for_each_tensor(model, [&](const TensorSpec&, auto values) {
        std::memcpy(values.data(), (*next++)->bytes.data(), values.size_bytes());
    });
}

} // namespace tenon
