// SPDX-License-Identifier: BSL-1.0
//
// A trained model as evaluation needs it: the numbers of `ForEvaluation`.
#pragma once

#include "tenon/dsl/rewrite/for_evaluation.hpp"
#include "tenon/kernels/matmul.hpp"
#include "tenon/layers/batch_norm1d.hpp"
#include "tenon/layers/embedding.hpp"
#include "tenon/layers/embedding_sum.hpp"
#include "tenon/layers/linear.hpp"
#include "tenon/model.hpp"
#include "tenon/rewrite/fused_pointwise.hpp"

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

template <class... Functions, class Real>
void convert(hana::basic_type<FunctionGroup<Functions...>>, Blocks<const Real>, Blocks<Real>) {}

/// A Linear's weight, in rows that lie `stride` apart.
template <class Product, class Real>
void write_weight(const Real* from, Real* weight, std::size_t stride) {
    for (std::size_t row = 0; row < Product::in; ++row) {
        std::copy_n(from + Product::weight + row * Product::row, Product::out, weight + row * stride);
    }
}
/// A Linear's bias, or zeros.
template <class Product, class Real>
void write_bias(const Real* from, Real* bias) {
    if constexpr (Product::has_bias)
        std::copy_n(from + Product::bias, Product::out, bias);
    else
        std::fill_n(bias, Product::out, Real{0});
}

template <auto... Spec, class In>
struct Conversion<Linear<Spec...>, In> {
    template <class Real>
    static void run(Blocks<const Real> from, Blocks<Real> to) {
        using Product = Lowered<Linear<Spec...>, In>;
        using Into = Lowered<typename Evaluated<Linear<Spec...>, In>::type, In>;
        write_weight<Product>(from.parameters, to.parameters + Into::weight, Into::row);
        if constexpr (Into::has_bias) write_bias<Product>(from.parameters, to.parameters + Into::bias);
    }
};

/// Folds a BatchNorm1d into bias and weight (rows, features), whose rows lie `stride` apart. With
/// s = gamma / sqrt(var + eps):
///     (x · w + b − mean) · s + beta = x · (w · s) + (b − mean) · s + beta
template <class NormItem, class Real>
void fold(Blocks<const Real> from, std::size_t rows, Real* weight, std::size_t stride, Real* bias) {
    using Norm = Lowered<typename NormItem::Type, typename NormItem::Input>;
    const Real* scales = from.parameters + NormItem::parameters;
    const Real* statistics = from.buffers + NormItem::buffers;
    for (std::size_t column = 0; column < NormItem::Input::features; ++column) {
        const Real deviation = std::sqrt(statistics[Norm::running_var + column] + static_cast<Real>(Norm::epsilon));
        const Real scale = scales[Norm::gamma + column] / deviation;
        for (std::size_t row = 0; row < rows; ++row) weight[row * stride + column] *= scale;
        // Fused by name, so that no option of a compiler decides how often it is rounded.
        bias[column] =
            std::fma(bias[column] - statistics[Norm::running_mean + column], scale, scales[Norm::beta + column]);
    }
}

template <class LinearItem, class NormItem, class Real>
void convert(hana::basic_type<Folded<LinearItem, NormItem>>, Blocks<const Real> from, Blocks<Real> to) {
    using Product = Lowered<typename LinearItem::Type, typename LinearItem::Input>;
    using Into = Lowered<typename Folded<LinearItem, NormItem>::Type, typename LinearItem::Input>;
    const Real* written = from.parameters + LinearItem::parameters;
    Real* weight = to.parameters + Into::weight;
    Real* bias = to.parameters + Into::bias;
    write_weight<Product>(written, weight, Into::row);
    write_bias<Product>(written, bias);
    fold<NormItem>(from, Product::in, weight, Into::row, bias);
}

/// With `weight` cut into a piece for each token of a group, a row of the product is Σ over k of
/// embedding[k-th token] · piece k: place k of the table is embedding · piece k.
template <class EmbeddingItem, class Product, class Real>
void convert(hana::basic_type<Tabled<EmbeddingItem, Product>>, Blocks<const Real> from, Blocks<Real> to) {
    using Sum = Tabled<EmbeddingItem, Product>;
    using LinearItem = typename Sum::LinearItem;
    using Into = Lowered<typename Sum::Type, typename Sum::Input>;
    using Written = Lowered<typename LinearItem::Type, typename LinearItem::Input>;
    constexpr std::size_t features = Sum::features, out = Sum::out, group = Sum::group;
    const Real* embedding = from.parameters + EmbeddingItem::parameters;
    const Real* written = from.parameters + LinearItem::parameters;
    Real* table = to.parameters + Into::table;
    Real* bias = to.parameters + Into::bias;
    for (std::size_t piece = 0; piece < group; ++piece) {
        kernels::matmul<Into::vocabulary, features, out, Real, group * out, Written::row>(
            embedding, written + Written::weight + piece * features * Written::row, static_cast<const Real*>(nullptr),
            table + piece * out);
    }
    write_bias<Written>(written, bias);
    if constexpr (requires { typename Product::Norm; })
        fold<typename Product::Norm>(from, Into::vocabulary * group, table, out, bias);
}

template <class Type, class In>
    requires(!std::is_void_v<typename ListOf<Type>::type>)
struct Conversion<Type, In> {
    template <class Real>
    static void run(Blocks<const Real> from, Blocks<Real> to) {
        run_steps(StepsOf<typename ListOf<Type>::type, In>{}, from, to);
    }

  private:
    template <class... Types, class Real>
    static void run_steps(Steps<Types...>, [[maybe_unused]] Blocks<const Real> from, [[maybe_unused]] Blocks<Real> to) {
        using Joint = typename Evaluated<Type, In>::type::template Joint<In>;
        [[maybe_unused]] std::size_t index = 0;
        ((convert(hana::type_c<Types>, from, to.at(Joint::parameter_starts[index], Joint::buffer_starts[index])),
          ++index),
         ...);
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
