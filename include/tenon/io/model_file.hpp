// SPDX-License-Identifier: BSL-1.0
//
// A model's tensors to and from safetensors.
#pragma once

#include "tenon/io/float_types.hpp"
#include "tenon/io/safetensors.hpp"
#include "tenon/model.hpp"

#include <cstddef>
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

inline std::vector<std::size_t> lengths(const Extents& shape) {
    return {shape.lengths.begin(), shape.lengths.begin() + static_cast<std::ptrdiff_t>(shape.rank)};
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
    using Verdict = detail::FileVerdict<detail::StoredTensors, ModelType>;
    static_assert(judge<Verdict>());
    std::vector<StoredTensor> tensors;
    if constexpr (Verdict::fits) {
        detail::for_each_tensor(model, [&](const TensorSpec& spec, auto values) {
            StoredTensor& tensor = tensors.emplace_back();
            tensor.name = spec.name.view();
            tensor.type = detail::safetensors_type<typename ModelType::Real>;
            tensor.shape = detail::lengths(spec.shape);
            tensor.bytes.assign(reinterpret_cast<const char*>(values.data()), values.size_bytes());
        });
    }
    return tensors;
}

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

/// The tensors of a model by name, among those that are given the first of that name.
using FoundTensors = std::map<std::string_view, const StoredTensor*>;

template <class ModelType>
FoundTensors find_tensors(ModelType& model, std::span<const StoredTensor> tensors) {
    FoundTensors found;
    for_each_tensor(model, [&](const TensorSpec& spec, auto) { found.emplace(spec.name.view(), nullptr); });
    for (const StoredTensor& tensor : tensors) {
        const auto place = found.find(tensor.name);
        if (place != found.end() && place->second == nullptr) place->second = &tensor;
    }
    return found;
}

/// First what is missing or different, in the model's order, then what is too many.
template <class ModelType>
Complaints complaints_about(ModelType& model, std::span<const StoredTensor> tensors, const FoundTensors& found,
                            tenon::Conversion conversion) {
    using Real = typename ModelType::Real;
    Complaints complaints;
    for_each_tensor(model, [&](const TensorSpec& spec, auto values) {
        const std::string name = in_quotes(spec.name.view());
        const auto shape = lengths(spec.shape);
        const StoredTensor* tensor = found.at(spec.name.view());
        if (tensor == nullptr) return complaints.add("misses " + name + " " + described(safetensors_type<Real>, shape));
        const std::string reason = misfit<Real>(*tensor, shape, values.size(), conversion);
        if (!reason.empty()) complaints.add("has " + name + " " + reason);
    });
    for (const StoredTensor& tensor : tensors) {
        const auto place = found.find(tensor.name);
        if (place == found.end())
            complaints.add("has " + in_quotes(tensor.name) + ", which the model has not");
        else if (place->second != &tensor)
            complaints.add("has " + in_quotes(tensor.name) + " twice");
    }
    return complaints;
}

} // namespace detail

/// Puts tensors into a model if they are just its own, by name, shape and type. Otherwise throws std::runtime_error
/// with what is missing, different or too many, and the model stays as it was. `source` names where the tensors come
/// from. With `Conversion::allowed` other floating-point types are converted; a finite number that would become
/// infinite is an error.
template <class ModelType>
void load_tensors(ModelType& model, std::span<const StoredTensor> tensors, const std::string& source,
                  Conversion conversion = Conversion::none) {
    using Verdict = detail::FileVerdict<detail::LoadTensors, ModelType>;
    static_assert(judge<Verdict>());
    if constexpr (Verdict::fits) {
        const auto found = detail::find_tensors(model, tensors);
        const auto complaints = detail::complaints_about(model, tensors, found, conversion);
        if (!complaints.empty()) {
            throw std::runtime_error(printable(source, detail::longest_source) +
                                     ": does not fit the model: " + complaints.text());
        }
        detail::for_each_tensor(model, [&](const TensorSpec& spec, auto values) {
            const StoredTensor& tensor = *found.at(spec.name.view());
            detail::read_floats<typename ModelType::Real>(tensor.type, tensor.bytes, values);
        });
    }
}

} // namespace tenon
