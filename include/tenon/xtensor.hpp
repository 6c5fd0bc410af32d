// SPDX-License-Identifier: BSL-1.0
//
// A model's tensors as xtensor views, for looking at them and computing with them. Include it where it is wanted: it
// costs seconds to compile.
#pragma once

#include "tenon/model.hpp"

#include <xtensor/xadapt.hpp>
#include <xtensor/xfixed.hpp>

#include <cstddef>
#include <type_traits>
#include <utility>

namespace tenon {

namespace detail {

template <TensorSpec Spec, class Real>
auto fixed_view(Real* values) {
    return [&]<std::size_t... Axis>(std::index_sequence<Axis...>) {
        return xt::adapt(values, xt::xshape<Spec.shape.lengths[Axis]...>{});
    }(std::make_index_sequence<Spec.shape.rank>{});
}

/// Numbers of one layer in an Inspector, as a view of (Batch, the layer's shape).
template <QualifiedName LayerName, class InspectorType, class Real>
auto layer_view([[maybe_unused]] const InspectorType& inspector, const Real* values) {
    constexpr TensorSpec spec = [] {
        constexpr Extents shape = InspectorType::template shape<LayerName>;
        TensorSpec all{LayerName, {InspectorType::batch}};
        for (std::size_t axis = 0; axis < shape.rank; ++axis) all.shape.lengths[all.shape.rank++] = shape.lengths[axis];
        return all;
    }();
    return fixed_view<spec>(values);
}

} // namespace detail

/// The parameter of that name, such as "2.weight", as a view of its shape into the model's block. Assign through
/// `xt::noalias(view) = …`. The view must not outlive the model.
template <QualifiedName TensorName, class ModelType>
auto parameter_view(ModelType& model) {
    static_assert(judge<typename ModelType::template NameVerdict<true, TensorName>>());
    constexpr TensorSpec spec = detail::named_tensor<typename ModelType::Joint, true, TensorName>();
    return detail::fixed_view<spec>(model.template parameter<TensorName>().data());
}

template <QualifiedName TensorName, class ModelType>
    requires(!std::is_lvalue_reference_v<ModelType>)
auto parameter_view(ModelType&& model) {
    static_assert(judge<Refused<OwnerThatEndsHere, detail::Named<ModelType, TensorName>>>());
    return parameter_view<TensorName>(model);
}

/// The same for a buffer, such as "3.running_mean".
template <QualifiedName TensorName, class ModelType>
auto buffer_view(ModelType& model) {
    static_assert(judge<typename ModelType::template NameVerdict<false, TensorName>>());
    constexpr TensorSpec spec = detail::named_tensor<typename ModelType::Joint, false, TensorName>();
    return detail::fixed_view<spec>(model.template buffer<TensorName>().data());
}
template <QualifiedName TensorName, class ModelType>
    requires(!std::is_lvalue_reference_v<ModelType>)
auto buffer_view(ModelType&& model) {
    static_assert(judge<Refused<OwnerThatEndsHere, detail::Named<ModelType, TensorName>>>());
    return buffer_view<TensorName>(model);
}

/// The output of a layer such as "3" in an Inspector, and the gradient of the loss with respect to it, as views of
/// (Batch, the layer's shape). They must not outlive the Inspector.
template <QualifiedName LayerName = "", class InspectorType>
auto output_view(const InspectorType& inspector) {
    static_assert(judge<typename InspectorType::template LayerVerdict<LayerName>>());
    return detail::layer_view<LayerName>(inspector, inspector.template output<LayerName>().data());
}
template <QualifiedName LayerName = "", class InspectorType>
auto output_gradient_view(const InspectorType& inspector) {
    static_assert(judge<typename InspectorType::template LayerVerdict<LayerName>>());
    return detail::layer_view<LayerName>(inspector, inspector.template output_gradient<LayerName>().data());
}
template <QualifiedName LayerName = "", class InspectorType>
auto output_view(const InspectorType&& inspector) {
    static_assert(judge<Refused<OwnerThatEndsHere, detail::Named<InspectorType, LayerName>>>());
    return detail::layer_view<LayerName>(inspector, inspector.template output<LayerName>().data());
}
template <QualifiedName LayerName = "", class InspectorType>
auto output_gradient_view(const InspectorType&& inspector) {
    static_assert(judge<Refused<OwnerThatEndsHere, detail::Named<InspectorType, LayerName>>>());
    return detail::layer_view<LayerName>(inspector, inspector.template output_gradient<LayerName>().data());
}

} // namespace tenon
