// SPDX-License-Identifier: BSL-1.0
//
// A trained model as evaluation needs it: the numbers of `ForEvaluation`.
#pragma once

#include "tenon/dsl/rewrite/for_evaluation.hpp"
#include "tenon/layers/batch_norm1d.hpp"
#include "tenon/layers/linear.hpp"
#include "tenon/model.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace tenon {

namespace detail {

/// The two blocks of a net, or the places of one of its layers in them.
template <class Real>
struct Blocks {
    Real* parameters;
    Real* buffers;
    [[nodiscard]] Blocks at(std::size_t parameter, std::size_t buffer) const {
        return {parameters + parameter, buffers + buffer};
    }
};

/// Writes the numbers of a layer's `Evaluated` self: most are the same.
template <class Type, class In>
struct Conversion {
    template <class Real>
    static void run(Blocks<const Real> from, Blocks<Real> to) {
        using Joint = typename Type::template Joint<In>;
        std::copy_n(from.parameters, block_size(Joint::parameters), to.parameters);
        std::copy_n(from.buffers, block_size(Joint::buffers), to.buffers);
    }
};

template <class Item, class Real>
void convert(hana::basic_type<Kept<Item>>, Blocks<const Real> from, Blocks<Real> to) {
    Conversion<typename Item::Type, typename Item::Input>::run(from.at(Item::parameters, Item::buffers), to);
}

/// With s = gamma / sqrt(var + eps): (x · w + b − mean) · s + beta = x · (w · s) + (b − mean) · s + beta.
template <class LinearItem, class NormItem, class Real>
void convert(hana::basic_type<Folded<LinearItem, NormItem>>, Blocks<const Real> from, Blocks<Real> to) {
    using Product = Lowered<typename LinearItem::Type, typename LinearItem::Input>;
    using Norm = Lowered<typename NormItem::Type, typename NormItem::Input>;
    using Into = Lowered<typename Folded<LinearItem, NormItem>::Type, typename LinearItem::Input>;
    const Real* linear = from.parameters + LinearItem::parameters;
    const Real* scales = from.parameters + NormItem::parameters;
    const Real* statistics = from.buffers + NormItem::buffers;
    for (std::size_t column = 0; column < Product::out; ++column) {
        const Real deviation = std::sqrt(statistics[Norm::running_var + column] + static_cast<Real>(Norm::epsilon));
        const Real scale = scales[Norm::gamma + column] / deviation;
        for (std::size_t row = 0; row < Product::in; ++row) {
            const std::size_t at = row * Product::out + column;
            to.parameters[Into::weight + at] = linear[Product::weight + at] * scale;
        }
        const Real bias = Product::has_bias ? linear[Product::bias + column] : Real{0};
        to.parameters[Into::bias + column] =
            (bias - statistics[Norm::running_mean + column]) * scale + scales[Norm::beta + column];
    }
}

template <class Type, class In>
    requires(!std::is_void_v<typename ListOf<Type>::type>)
struct Conversion<Type, In> {
    template <class Real>
    static void run(Blocks<const Real> from, Blocks<Real> to) {
        run_steps(FoldedSteps<typename ListOf<Type>::type, In>{}, from, to);
    }

  private:
    template <class... Steps, class Real>
    static void run_steps(hana::tuple<Steps...>, [[maybe_unused]] Blocks<const Real> from,
                          [[maybe_unused]] Blocks<Real> to) {
        using Joint = typename Evaluated<Type, In>::type::template Joint<In>;
        [[maybe_unused]] std::size_t index = 0;
        ((convert(Steps{}, from, to.at(Joint::parameter_starts[index], Joint::buffer_starts[index])), ++index), ...);
    }
};

template <class Type, class In>
    requires(requires { typename Type::Expansion; } && std::is_void_v<typename ListOf<Type>::type>)
struct Conversion<Type, In> : Conversion<typename Type::Expansion, In> {};

/// The layers of a form, one for one.
template <class Form, class In>
struct FormConversion {
    template <class Real>
    static void run(Blocks<const Real> from, Blocks<Real> to) {
        run_stages(typename Form::template Joint<In>::List{}, from, to);
    }

  private:
    template <class... Stages, class Real>
    static void run_stages(hana::tuple<Stages...>, Blocks<const Real> from, Blocks<Real> to) {
        (run_stage<typename Stages::type>(from, to), ...);
    }
    template <class Stage, class Real>
    static void run_stage(Blocks<const Real> from, Blocks<Real> to) {
        using Before = typename Form::template Joint<In>;
        using After = typename Evaluated<Form, In>::type::template Joint<In>;
        Conversion<typename Stage::Type, typename Stage::Input>::run(
            from.at(Before::parameter_starts[Stage::index], Before::buffer_starts[Stage::index]),
            to.at(After::parameter_starts[Stage::index], After::buffer_starts[Stage::index]));
    }
};
template <class Combine, class... Branches, class In>
struct Conversion<Parallel<Combine, Branches...>, In> : FormConversion<Parallel<Combine, Branches...>, In> {};
template <class... Layers, class In>
struct Conversion<CollectSkips<Layers...>, In> : FormConversion<CollectSkips<Layers...>, In> {};
template <class... Layers, class In>
struct Conversion<TimeDistributed<Layers...>, In>
    : Conversion<Sequential<Layers...>, typename TimeDistributed<Layers...>::template Position<In>> {};

} // namespace detail

/// A model that evaluates as this one does, within rounding, with less work: see `ForEvaluation`. It is made from the
/// numbers of now, and does not follow them.
template <class ModelType>
    requires detail::is_model<ModelType>
auto for_evaluation(const ModelType& model) {
    using Net = typename ModelType::Net;
    using In = typename ModelType::Input;
    using Real = typename ModelType::Real;
    Model<ForEvaluation<Net, In>, In, Real> result;
    detail::Conversion<Net, In>::run(
        detail::Blocks<const Real>{model.parameter_block().data(), model.buffer_block().data()},
        detail::Blocks<Real>{result.parameter_block().data(), result.buffer_block().data()});
    return result;
}

} // namespace tenon
