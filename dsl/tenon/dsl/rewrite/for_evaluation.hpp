// SPDX-License-Identifier: BSL-1.0
//
// A net as evaluation needs it: BatchNorm1d folded into the Linear before it, Dropout gone, nested lists flattened.
#pragma once

#include "tenon/dsl/compose/collect_skips.hpp"
#include "tenon/dsl/compose/parallel.hpp"
#include "tenon/dsl/compose/sequential.hpp"
#include "tenon/dsl/compose/time_distributed.hpp"
#include "tenon/dsl/layers/batch_norm1d.hpp"
#include "tenon/dsl/layers/dropout.hpp"
#include "tenon/dsl/layers/linear.hpp"

#include <boost/hana/back.hpp>
#include <boost/hana/concat.hpp>
#include <boost/hana/drop_back.hpp>
#include <boost/hana/flatten.hpp>
#include <boost/hana/fold_left.hpp>
#include <boost/hana/tuple.hpp>
#include <boost/hana/type.hpp>

#include <cstddef>
#include <type_traits>
#include <utility>

namespace tenon {

namespace detail {

/// A layer as evaluation needs it: most are the same.
template <class Type, class In>
struct Evaluated {
    using type = Type;
};

/// A layer of a flattened list: what flows in, and where its tensors start in the blocks of the list.
template <class LayerType, class In, std::size_t Parameters, std::size_t Buffers>
struct Item {
    using Type = LayerType;
    using Input = In;
    static constexpr std::size_t parameters = Parameters;
    static constexpr std::size_t buffers = Buffers;
};

/// What becomes of the items: one stays, or a BatchNorm1d disappears in a Linear.
template <class Item>
struct Kept {
    using Source = Item;
    using Type = typename Evaluated<typename Item::Type, typename Item::Input>::type;
};
template <class LinearItem, class NormItem>
struct Folded {
    using Type = Linear<written<LinearItem::Type::out>()>;
};

template <class Type>
inline constexpr bool is_dropout = false;
template <auto... Spec>
inline constexpr bool is_dropout<Dropout<Spec...>> = true;

/// Whether the layer folds into a Linear before it: its statistics are the same at every position.
template <class Type, class In>
inline constexpr bool folds = false;
template <auto... Spec, class In>
inline constexpr bool folds<BatchNorm1d<Spec...>, In> =
    BatchNorm1d<Spec...>::template Joint<In>::groups == In::features;

template <class Step, class Next>
inline constexpr bool folds_into = false;
template <auto... Spec, class In, std::size_t P, std::size_t B, class Next>
inline constexpr bool folds_into<Kept<Item<Linear<Spec...>, In, P, B>>, Next> =
    folds<typename Next::Type, typename Next::Input>;

/// The list that a layer is, or stands for; void for others.
template <class Type>
struct ListOf {
    using type = void;
};
template <class Type>
    requires requires { typename Type::Expansion; }
struct ListOf<Type> : ListOf<typename Type::Expansion> {};
template <class... Layers>
struct ListOf<Sequential<Layers...>> {
    using type = Sequential<Layers...>;
};

template <class Type, class In, std::size_t Parameters, std::size_t Buffers>
constexpr auto items();

template <class List, class In, std::size_t Parameters, std::size_t Buffers, class... Stages>
constexpr auto items_of(hana::tuple<Stages...>) {
    using Joint = typename List::template Joint<In>;
    return hana::flatten(hana::make_tuple(items<typename Stages::type::Type, typename Stages::type::Input,
                                                Parameters + Joint::parameter_starts[Stages::type::index],
                                                Buffers + Joint::buffer_starts[Stages::type::index]>()...));
}
template <class Type, class In, std::size_t Parameters, std::size_t Buffers>
constexpr auto items() {
    using List = typename ListOf<Type>::type;
    if constexpr (is_dropout<Type>)
        return hana::tuple<>{};
    else if constexpr (std::is_void_v<List>)
        return hana::tuple_t<Item<Type, In, Parameters, Buffers>>;
    else
        return items_of<List, In, Parameters, Buffers>(typename List::template Joint<In>::List{});
}

/// One more item behind those before it.
struct FoldStep {
    template <class Before, class New>
    constexpr auto operator()(Before before, hana::basic_type<New>) const {
        return append_to(before, hana::type_c<New>);
    }

  private:
    template <class New>
    static constexpr auto append_to(hana::tuple<>, hana::basic_type<New>) {
        return hana::tuple_t<Kept<New>>;
    }
    template <class... Before, class New>
    static constexpr auto append_to(hana::tuple<Before...> before, hana::basic_type<New>) {
        using Last = typename decltype(+hana::back(before))::type;
        if constexpr (folds_into<Last, New>)
            return hana::concat(hana::drop_back(before), hana::tuple_t<Folded<typename Last::Source, New>>);
        else
            return hana::concat(before, hana::tuple_t<Kept<New>>);
    }
};

/// The steps that make a list fit for evaluation.
template <class List, class In>
using FoldedSteps = std::decay_t<decltype(hana::fold_left(items<List, In, 0, 0>(), hana::tuple<>{}, FoldStep{}))>;

template <class Steps>
struct ListOfSteps;
template <class... Steps>
struct ListOfSteps<hana::tuple<Steps...>> {
    using type = Sequential<typename Steps::type::Type...>;
};

template <auto... Spec, class In>
struct Evaluated<Dropout<Spec...>, In> {
    using type = Sequential<>;
};
template <class Type, class In>
    requires(!std::is_void_v<typename ListOf<Type>::type>)
struct Evaluated<Type, In> : ListOfSteps<FoldedSteps<typename ListOf<Type>::type, In>> {};

/// Another form that stands for one is made fit as that one.
template <class Type, class In>
    requires(requires { typename Type::Expansion; } && std::is_void_v<typename ListOf<Type>::type>)
struct Evaluated<Type, In> : Evaluated<typename Type::Expansion, In> {};

template <class Combine, class... Branches, class In>
struct Evaluated<Parallel<Combine, Branches...>, In> {
    using type = Parallel<Combine, typename Evaluated<Branches, In>::type...>;
};
template <class... Layers, class In>
struct Evaluated<CollectSkips<Layers...>, In> {
    using type = CollectSkips<typename Evaluated<Layers, In>::type...>;
};
template <class... Layers, class In>
struct Evaluated<TimeDistributed<Layers...>, In> {
    using Inner = Sequential<Layers...>;
    using type =
        TimeDistributed<typename Evaluated<Inner, typename TimeDistributed<Layers...>::template Position<In>>::type>;
};

} // namespace detail

/// The net that evaluates as `Net` does on `In`, within rounding, with less work: every BatchNorm1d that follows a Linear
/// is folded into it (weight · gamma / sqrt(var + eps), and a bias), and Dropout is left out, within all forms. Nested
/// lists are flattened, so that tensors have other names. `for_evaluation(model)` makes its numbers.
/// Source: Jacob et al., "Quantization and Training of Neural Networks", 2018, section 3.2.
template <class Net, class In>
using ForEvaluation = typename detail::Evaluated<Net, In>::type;

} // namespace tenon
