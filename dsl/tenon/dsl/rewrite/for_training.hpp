// SPDX-License-Identifier: BSL-1.0
//
// A net as training runs it: layers that are cheaper together are grouped. Grouping moves no tensor, so that the
// numbers of the net as written are those of the net as run.
#pragma once

#include "tenon/dsl/compose/collect_skips.hpp"
#include "tenon/dsl/compose/parallel.hpp"
#include "tenon/dsl/compose/sequential.hpp"
#include "tenon/dsl/compose/stands_for.hpp"
#include "tenon/dsl/compose/time_distributed.hpp"
#include "tenon/dsl/layers/batch_norm1d.hpp"
#include "tenon/dsl/layers/embedding.hpp"
#include "tenon/dsl/layers/flatten.hpp"
#include "tenon/dsl/layers/flatten_consecutive.hpp"
#include "tenon/dsl/layers/linear.hpp"
#include "tenon/dsl/layers/relu.hpp"
#include "tenon/dsl/layers/sigmoid.hpp"
#include "tenon/dsl/layers/tanh.hpp"
#include "tenon/dsl/rewrite/fused_pointwise.hpp"

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <type_traits>

namespace tenon {

/// Embedding, a view that joins positions, and Linear as sums of table rows. With `weight` cut into a piece for each of
/// the joined positions, a row of the product is Σ embedding[token] · piece: a sum of rows of embedding · piece, which
/// has as many rows as there are tokens in the vocabulary instead of as many as there are in the batch.
template <class Table, class Join, class Product>
struct FusedEmbeddingLinear : StandsFor<Sequential<Table, Join, Product>> {
    static constexpr std::string_view header = "tenon/rewrite/for_training.hpp";
    static constexpr bool fused = true;
    using Written = Sequential<Table, Join, Product>;

    template <class In>
    struct Joint : FusedEmbeddingLinear::StandsFor::template Joint<In> {
        using Embedded = typename Table::template Joint<In>;
        using Joined = typename Join::template Joint<typename Embedded::Output>::Output;
        using Output = typename Product::template Joint<Joined>::Output;
        static constexpr std::size_t vocabulary = Embedded::vocabulary;
        static constexpr std::size_t features = Table::features;
        static constexpr std::size_t group = Joined::features / features; ///< tokens in a sum
        static constexpr std::size_t out = Product::out;
        static constexpr bool view = false;

        /// embedding · pieces, or its gradient, and behind it the pieces transposed, or the gradient's other half.
        static constexpr std::size_t tables = aligned_size(vocabulary * group * out);
        static constexpr std::size_t saved(std::size_t) { return 0; }
        static constexpr std::size_t training_scratch(std::size_t batch) {
            return tables + std::max({half_scratch(batch * Joined::positions, tables),
                                      aligned_size(group * out * features), sums_scratch(1, out)});
        }
    };
};

/// BatchNorm1d and a function of each element, which is applied while the normalised values are at hand, and its
/// gradient wherever the normalisation reads dy: what is between them is never stored.
template <class Norm, class Function>
struct FusedNormActivation : StandsFor<Sequential<Norm, Function>> {
    static constexpr bool fused = true;
    static constexpr std::string_view header = "tenon/rewrite/for_training.hpp";
    template <class In>
    struct Joint : FusedNormActivation::StandsFor::template Joint<In> {
        using OfNorm = typename Norm::template Joint<In>;
        static constexpr std::size_t saved(std::size_t batch) { return OfNorm::saved(batch); }
        static constexpr std::size_t training_scratch(std::size_t batch) { return OfNorm::training_scratch(batch); }
    };
};

namespace detail {

/// Functions whose gradient follows from their result alone.
template <class Type>
inline constexpr bool follows_norm = false;
template <>
inline constexpr bool follows_norm<Tanh> = true;
template <>
inline constexpr bool follows_norm<Relu> = true;
template <>
inline constexpr bool follows_norm<Sigmoid> = true;

/// Whether others that come behind the function are worth one pass with it: backward computes what is between them
/// again, and exponentials are not worth that.
// Of the time of its layers apart, on AVX-512, forward and backward in one pass take 0.75 for Relu, Tanh, 0.82 for
// Relu, LeakyRelu, Silu, but 1.19 for Tanh, Relu and 1.34 for Sigmoid, Tanh.
template <class Function>
concept cheap_pointwise = is_pointwise<Function> && !Function::transcendental;

/// The layers with each BatchNorm1d joined to the function behind it, and functions that are left to each other, behind
/// those that are done.
template <class Done, class... Rest>
struct NeighboursJoined;
template <class... Done>
struct NeighboursJoined<Sequential<Done...>> {
    using type = Sequential<Done...>;
};
template <class... Done, class Next, class... Rest>
struct NeighboursJoined<Sequential<Done...>, Next, Rest...> : NeighboursJoined<Sequential<Done..., Next>, Rest...> {};
template <class... Done, auto... Norm, class Function, class... Rest>
    requires follows_norm<Function>
struct NeighboursJoined<Sequential<Done...>, BatchNorm1d<Norm...>, Function, Rest...>
    : NeighboursJoined<Sequential<Done..., FusedNormActivation<BatchNorm1d<Norm...>, Function>>, Rest...> {};
template <class... Done, class First, class Second, class... Rest>
    requires(cheap_pointwise<First> && is_pointwise<Second>)
struct NeighboursJoined<Sequential<Done...>, First, Second, Rest...>
    : NeighboursJoined<Sequential<Done...>, FusedPointwise<First, Second>, Rest...> {};
template <class... Done, class... Functions, class Next, class... Rest>
    requires((cheap_pointwise<Functions> && ...) && is_pointwise<Next>)
struct NeighboursJoined<Sequential<Done...>, FusedPointwise<Functions...>, Next, Rest...>
    : NeighboursJoined<Sequential<Done...>, FusedPointwise<Functions..., Next>, Rest...> {};

/// Whether sums of table rows are less work: the products shrink from a row for each position to one for each token.
template <class Table, class Join, class Product, class In, std::size_t Examples>
constexpr bool fusing_pays() {
    using Joint = typename FusedEmbeddingLinear<Table, Join, Product>::template Joint<In>;
    return Joint::vocabulary < Examples * Joint::Joined::positions && Product::row == Product::out;
}

/// A list with what joins tokens and a product in front of it as one, and its neighbours joined.
template <class List, class In, std::size_t Examples>
struct ListGrouped;
template <class... Layers, class In, std::size_t Examples>
struct ListGrouped<Sequential<Layers...>, In, Examples> : NeighboursJoined<Sequential<>, Layers...> {};
template <auto... Table, auto... Join, auto... Product, class... Rest, class In, std::size_t Examples>
    requires(fusing_pays<Embedding<Table...>, FlattenConsecutive<Join...>, Linear<Product...>, In, Examples>())
struct ListGrouped<Sequential<Embedding<Table...>, FlattenConsecutive<Join...>, Linear<Product...>, Rest...>, In,
                   Examples>
    : NeighboursJoined<
          Sequential<FusedEmbeddingLinear<Embedding<Table...>, FlattenConsecutive<Join...>, Linear<Product...>>>,
          Rest...> {};
template <auto... Table, auto... Product, class... Rest, class In, std::size_t Examples>
    requires(fusing_pays<Embedding<Table...>, Flatten, Linear<Product...>, In, Examples>())
struct ListGrouped<Sequential<Embedding<Table...>, Flatten, Linear<Product...>, Rest...>, In, Examples>
    : NeighboursJoined<Sequential<FusedEmbeddingLinear<Embedding<Table...>, Flatten, Linear<Product...>>>, Rest...> {};

/// A layer as training runs it: most run as they are written. A form that stands for another one runs as that one, in
/// which layers can be grouped.
template <class Type, class In, std::size_t Examples>
struct Grouped {
    using type = Type;
};
template <class Type, class In, std::size_t Examples>
    requires(requires { typename Type::Expansion; } && !Type::fused)
struct Grouped<Type, In, Examples> : Grouped<typename Type::Expansion, In, Examples> {};

/// Lists within a list are opened: their layers become layers of the outer one, whose tensors lie as before.
template <class... Layers>
struct Opened;
template <>
struct Opened<> {
    using type = Sequential<>;
};
template <class Done, class Rest>
struct Joined;
template <class... Done, class... Rest>
struct Joined<Sequential<Done...>, Sequential<Rest...>> {
    using type = Sequential<Done..., Rest...>;
};
template <class First, class... Rest>
struct Opened<First, Rest...> : Joined<Sequential<First>, typename Opened<Rest...>::type> {};
template <class... Layers, class... Rest>
struct Opened<Sequential<Layers...>, Rest...> : Opened<Layers..., Rest...> {};

/// The layers of a form, each grouped for what flows into it.
template <std::size_t Examples, template <class...> class Form, class... Stages>
auto stages_grouped(hana::tuple<Stages...>)
    -> Form<typename Grouped<typename Stages::type::Type, typename Stages::type::Input, Examples>::type...>;
template <class Type, class In>
using StagesOf = typename Type::template Joint<In>::List;

template <class... Layers>
using OpenedForm = typename Opened<Layers...>::type;

template <class... Layers, class In, std::size_t Examples>
struct Grouped<Sequential<Layers...>, In, Examples>
    : ListGrouped<decltype(stages_grouped<Examples, OpenedForm>(StagesOf<Sequential<Layers...>, In>{})), In, Examples> {
};

template <class Combine>
struct ParallelOf {
    template <class... Branches>
    using type = Parallel<Combine, Branches...>;
};
template <class Combine, class... Branches, class In, std::size_t Examples>
struct Grouped<Parallel<Combine, Branches...>, In, Examples> {
    using type = decltype(stages_grouped<Examples, ParallelOf<Combine>::template type>(
        StagesOf<Parallel<Combine, Branches...>, In>{}));
};
/// A lone branch is all there is.
template <class Combine, class Only, class In, std::size_t Examples>
struct Grouped<Parallel<Combine, Only>, In, Examples> : Grouped<Only, In, Examples> {};

template <class... Layers, class In, std::size_t Examples>
struct Grouped<CollectSkips<Layers...>, In, Examples> {
    using type = decltype(stages_grouped<Examples, CollectSkips>(StagesOf<CollectSkips<Layers...>, In>{}));
};
template <class... Layers, class In, std::size_t Examples>
struct Grouped<TimeDistributed<Layers...>, In, Examples> {
    using Each = typename TimeDistributed<Layers...>::template Position<In>;
    using type = TimeDistributed<typename Grouped<Sequential<Layers...>, Each, Examples * In::extents[0]>::type>;
};

/// A net that does not fit is nothing. Whoever asks has judged it.
template <class Net, class In, std::size_t Examples, bool Judged>
struct GroupedNet : Grouped<std::conditional_t<fits<Net, In>, std::remove_const_t<Net>, Nothing>, In, Examples> {};

} // namespace detail

/// The net that training on batches of `BatchType` runs for `Net`, with less work, within all forms alike. It gives the
/// same bits, but for a FusedEmbeddingLinear, whose sums have other terms: those are equal within rounding.
template <class Net, class In, class BatchType>
using ForTraining = typename detail::GroupedNet<Net, In, BatchType::size, judge<Verdict<Net, In>>()>::type;

/// Whether a Trainer runs `ForTraining` of its net, or, for comparison, the net as it is written.
struct Rewritten {
    template <class Net, class In, class BatchType>
    using Run = ForTraining<Net, In, BatchType>;
};
struct AsWritten {
    template <class Net, class In, class BatchType>
    using Run = Net;
};

} // namespace tenon
