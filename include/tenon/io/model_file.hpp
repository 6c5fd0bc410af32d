// SPDX-License-Identifier: BSL-1.0
//
// A model's tensors to and from safetensors.
#pragma once

#include "tenon/io/file_layout.hpp"
#include "tenon/io/float_types.hpp"
#include "tenon/io/safetensors.hpp"
#include "tenon/model.hpp"

#include <cstddef>
#include <functional>
#include <map>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace tenon {

namespace detail {

struct StoredTensors {
    static constexpr std::string_view name = "stored_tensors";
};
struct LoadTensors {
    static constexpr std::string_view name = "load_tensors";
};
template <class Function, class Type>
using FileVerdict = std::conditional_t<is_model<std::remove_cv_t<Type>>, Fits, Refused<NotAModel<Function>, Type>>;

template <class Real>
inline constexpr const char* safetensors_type = std::is_same_v<Real, float> ? "F32" : "F64";

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

/// A tensor's numbers as they lie in a file.
template <class Real>
std::string file_bytes(const TensorSpec& spec, std::span<const Real> values) {
    std::vector<Real> transposed;
    if (is_transposed(spec, FileLayout::pytorch)) {
        transposed.resize(values.size());
        for (std::size_t at = 0; at < values.size(); ++at) transposed[reversed_index(spec.shape, at)] = values[at];
        values = transposed;
    }
    return {reinterpret_cast<const char*>(values.data()), values.size_bytes()};
}

/// The numbers of a stored tensor put where they lie in the model.
template <class Real>
void read_tensor(const StoredTensor& tensor, const TensorSpec& spec, FileLayout layout, std::span<Real> values) {
    if (!is_transposed(spec, layout)) return read_floats(tensor.type, tensor.bytes, values);
    std::vector<Real> transposed(values.size());
    read_floats(tensor.type, tensor.bytes, std::span(transposed));
    for (std::size_t at = 0; at < values.size(); ++at) values[at] = transposed[reversed_index(spec.shape, at)];
}

} // namespace detail

/// Whether tensors of other floating-point types than the model's are taken.
enum class Conversion {
    none,   ///< a tensor has to be of the model's own type
    allowed ///< F16, BF16, F32 and F64 are converted: exactly, but F64 to F32 rounds to the nearest
};

namespace detail {

/// All that is wrong, in one sentence that is no longer than a screen.
class Complaints {
  public:
    void add(const std::string& complaint) {
        constexpr std::size_t most = 8, most_characters = 1000;
        if (++count_ > most || text_.size() > most_characters) return;
        text_ += (text_.empty() ? "" : ", ") + complaint;
        ++shown_;
    }
    [[nodiscard]] bool empty() const { return count_ == 0; }
    [[nodiscard]] std::string text() const {
        return text_ + (count_ > shown_ ? " and " + std::to_string(count_ - shown_) + " more" : "");
    }

  private:
    std::string text_;
    std::size_t count_ = 0, shown_ = 0;
};

/// What keeps a tensor from being `count` numbers of a shape; empty where nothing does.
template <class Real>
std::string misfit(const StoredTensor& tensor, const std::vector<std::size_t>& shape, std::size_t count,
                   tenon::Conversion conversion) {
    const bool converts = conversion == tenon::Conversion::allowed && float_size(tensor.type) != 0;
    const std::string_view type = converts ? std::string_view(tensor.type) : safetensors_type<Real>;
    if (tensor.type != type || tensor.shape != shape)
        return "as " + described(tensor.type, tensor.shape) + " instead of " + described(safetensors_type<Real>, shape);
    if (tensor.bytes.size() != count * float_size(type)) return "with bytes of another shape";
    const auto index = first_too_large<Real>(type, tensor.bytes);
    if (!index) return {};
    return "whose number " + std::to_string(*index) + " is too large for " + safetensors_type<Real>;
}

/// The tensors of a set that a model asks for, by the model's names.
struct FoundTensors {
    std::map<std::string, const StoredTensor*, std::less<>> by_name; ///< nullptr for what is missing
    std::vector<const StoredTensor*> repeated, unknown;
    FileLayout layout = FileLayout::pytorch;
};

/// The model's name for a stored tensor; empty where it has none.
inline std::string own_name(const FoundTensors& found, std::string_view name) {
    if (found.by_name.contains(name)) return std::string(name);
    std::string now = renamed(name);
    return found.by_name.contains(now) ? now : std::string();
}

/// Files of tenon 0.2 are known by the names of their norms, or by a matrix that has the shape it has in memory.
template <class ModelType>
FileLayout layout_of(ModelType& model, const FoundTensors& found) {
    FileLayout layout = FileLayout::pytorch;
    for_each_tensor(model, [&](const TensorSpec& spec, auto) {
        const StoredTensor* tensor = found.by_name.find(spec.name.view())->second;
        if (tensor == nullptr) return;
        const bool has_former_name = tensor->name != spec.name.view();
        const bool has_former_shape = tensor->shape == file_shape(spec, FileLayout::in_memory) &&
                                      tensor->shape != file_shape(spec, FileLayout::pytorch);
        if (has_former_name || has_former_shape) layout = FileLayout::in_memory;
    });
    return layout;
}

template <class ModelType>
FoundTensors find_tensors(ModelType& model, std::span<const StoredTensor> tensors) {
    FoundTensors found;
    for_each_tensor(model, [&](const TensorSpec& spec, auto) { found.by_name.emplace(spec.name.view(), nullptr); });
    for (const StoredTensor& tensor : tensors) {
        const auto place = found.by_name.find(own_name(found, tensor.name));
        if (place == found.by_name.end()) {
            if (!found.by_name.contains(counted_beside(tensor.name))) found.unknown.push_back(&tensor);
        } else if (place->second != nullptr) {
            found.repeated.push_back(&tensor);
        } else {
            place->second = &tensor;
        }
    }
    found.layout = layout_of(model, found);
    return found;
}

/// First what is missing or different, in the model's order, then what is too many.
template <class ModelType>
Complaints complaints_about(ModelType& model, const FoundTensors& found, tenon::Conversion conversion) {
    using Real = typename ModelType::Real;
    Complaints complaints;
    for_each_tensor(model, [&](const TensorSpec& spec, auto values) {
        const auto shape = file_shape(spec, found.layout);
        const StoredTensor* tensor = found.by_name.find(spec.name.view())->second;
        if (tensor == nullptr) {
            return complaints.add("misses " + in_quotes(spec.name.view()) + " " +
                                  described(safetensors_type<Real>, shape));
        }
        const std::string reason = misfit<Real>(*tensor, shape, values.size(), conversion);
        if (!reason.empty()) complaints.add("has " + in_quotes(tensor->name) + " " + reason);
    });
    for (const StoredTensor* tensor : found.repeated) complaints.add("has " + in_quotes(tensor->name) + " twice");
    for (const StoredTensor* tensor : found.unknown)
        complaints.add("has " + in_quotes(tensor->name) + ", which the model has not");
    return complaints;
}

/// Throws where tensors are not just those of a model.
template <class ModelType>
FoundTensors found_for(ModelType& model, std::span<const StoredTensor> tensors, const std::string& source,
                       tenon::Conversion conversion) {
    FoundTensors found = find_tensors(model, tensors);
    const auto complaints = complaints_about(model, found, conversion);
    if (!complaints.empty()) {
        throw std::runtime_error(printable(source, longest_source) + ": does not fit the model: " + complaints.text());
    }
    return found;
}

/// Puts them into it.
template <class ModelType>
void take_over(ModelType& model, const FoundTensors& found) {
    for_each_tensor(model, [&](const TensorSpec& spec, auto values) {
        const StoredTensor& tensor = *found.by_name.find(spec.name.view())->second;
        read_tensor<typename ModelType::Real>(tensor, spec, found.layout, values);
    });
}

/// All tensors of a model as they stand in a file, with `prefix` before their names.
template <class ModelType>
void append_tensors(std::vector<StoredTensor>& tensors, const ModelType& model, const std::string& prefix) {
    for_each_tensor(model, [&](const TensorSpec& spec, auto values) {
        tensors.push_back({.name = prefix + std::string(spec.name.view()),
                           .type = safetensors_type<typename ModelType::Real>,
                           .shape = file_shape(spec, FileLayout::pytorch),
                           .bytes = file_bytes<typename ModelType::Real>(spec, values)});
    });
}

} // namespace detail

/// All parameters and buffers of a model, named and laid out as PyTorch's state_dict has them.
template <class ModelType>
std::vector<StoredTensor> stored_tensors(const ModelType& model) {
    using Verdict = detail::FileVerdict<detail::StoredTensors, ModelType>;
    static_assert(judge<Verdict>());
    std::vector<StoredTensor> tensors;
    if constexpr (Verdict::fits) detail::append_tensors(tensors, model, "");
    return tensors;
}

/// Puts tensors into a model if they are just its own, by name, shape and type. Otherwise throws std::runtime_error
/// with what is missing, different or too many, and the model stays as it was. `source` names where the tensors come
/// from. They are named and laid out as PyTorch's state_dict has them, whose `num_batches_tracked` is passed over, or
/// as tenon 0.2 had them ("docs/files.md"). With `Conversion::allowed` other floating-point types are converted; a
/// finite number that would become infinite is an error.
template <class ModelType>
void load_tensors(ModelType& model, std::span<const StoredTensor> tensors, const std::string& source,
                  Conversion conversion = Conversion::none) {
    using Verdict = detail::FileVerdict<detail::LoadTensors, ModelType>;
    static_assert(judge<Verdict>());
    if constexpr (Verdict::fits) detail::take_over(model, detail::found_for(model, tensors, source, conversion));
}

} // namespace tenon
