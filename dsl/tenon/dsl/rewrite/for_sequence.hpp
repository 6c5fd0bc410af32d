// SPDX-License-Identifier: BSL-1.0
//
// A net for windows as one for sequences: what joins neighbouring positions becomes causal, and each position of the
// sequence gives what the window that ends there would have given.
#pragma once

#include "tenon/dsl/check.hpp"
#include "tenon/dsl/compose/sequential.hpp"
#include "tenon/dsl/judge.hpp"
#include "tenon/dsl/layers/avg_pool1d.hpp"
#include "tenon/dsl/layers/causal_unfold.hpp"
#include "tenon/dsl/layers/conv1d.hpp"
#include "tenon/dsl/layers/flatten.hpp"
#include "tenon/dsl/layers/flatten_consecutive.hpp"
#include "tenon/dsl/layers/global_avg_pool.hpp"
#include "tenon/dsl/layers/global_max_pool.hpp"
#include "tenon/dsl/layers/max_pool1d.hpp"
#include "tenon/dsl/options.hpp"
#include "tenon/dsl/rewrite/sequence_verdict.hpp"

#include <boost/hana/tuple.hpp>
#include <boost/hana/type.hpp>

#include <array>
#include <cstddef>
#include <type_traits>
#include <utility>

namespace tenon {

namespace detail {

template <class In, std::size_t Length>
struct LengthOf;
template <std::size_t Vocabulary, std::size_t Before, std::size_t Length>
struct LengthOf<Tokens<Vocabulary, Before>, Length> {
    using type = Tokens<Vocabulary, Length>;
};
template <std::size_t Before, std::size_t... Rest, std::size_t Length>
struct LengthOf<Shape<Before, Rest...>, Length> {
    using type = Shape<Length, Rest...>;
};

/// A layer over sequences, where neighbours of its window are `Step` positions apart: most are the same.
template <class Type, class In, std::size_t Step>
struct Sequenced {
    using type = Type;
};
template <std::size_t Count, std::size_t Step>
using UnfoldBy = std::conditional_t<Step == 1, CausalUnfold<written<Count>()>,
                                    CausalUnfold<written<Count>(), Dilation{static_cast<int>(Step)}>>;
template <auto... Spec, class In, std::size_t Step>
    requires(FlattenConsecutive<Spec...>::group > 1)
struct Sequenced<FlattenConsecutive<Spec...>, In, Step> {
    using type = UnfoldBy<FlattenConsecutive<Spec...>::group, Step>;
};
/// Positions that are one already stay so.
template <auto... Spec, class In, std::size_t Step>
    requires(FlattenConsecutive<Spec...>::group == 1)
struct Sequenced<FlattenConsecutive<Spec...>, In, Step> {
    using type = Sequential<>;
};
template <class In, std::size_t Step>
    requires(In::rank == 1 || In::positions == 1)
struct Sequenced<Flatten, In, Step> {
    using type = Sequential<>;
};
template <class In, std::size_t Step>
    requires(In::rank == 2 && In::positions > 1)
struct Sequenced<Flatten, In, Step> {
    using type = UnfoldBy<In::positions, Step>;
};

/// A convolution without zeros around its input becomes causal, with its taps further apart.
template <class Layer, std::size_t Step>
struct CausalConvolution {
    static constexpr int out = written<Layer::out>(), kernel = written<Layer::kernel>();
    static constexpr Dilation steps{static_cast<int>(Step * Layer::dilation)};
    static constexpr Groups groups{static_cast<int>(Layer::groups)};
    using Plain = std::conditional_t<Layer::bias, Conv1d<out, kernel, causal, steps>,
                                     Conv1d<out, kernel, causal, steps, no_bias>>;
    using Grouped = std::conditional_t<Layer::bias, Conv1d<out, kernel, causal, steps, groups>,
                                       Conv1d<out, kernel, causal, steps, groups, no_bias>>;
    using type = std::conditional_t<Layer::groups == 1, Plain, Grouped>;
};
template <auto... Spec, class In, std::size_t Step>
    requires joins_window<Conv1d<Spec...>, In>
struct Sequenced<Conv1d<Spec...>, In, Step> : CausalConvolution<Conv1d<Spec...>, Step> {};

/// Windows that are pooled begin at each position, and their positions are further apart.
template <template <auto...> class Layer, std::size_t Kernel, std::size_t Step>
using PoolBy = std::conditional_t<Step == 1, Layer<written<Kernel>(), causal, Stride{1}>,
                                  Layer<written<Kernel>(), causal, Dilation{static_cast<int>(Step)}, Stride{1}>>;
template <auto... Spec, class In, std::size_t Step>
    requires joins_window<MaxPool1d<Spec...>, In>
struct Sequenced<MaxPool1d<Spec...>, In, Step> {
    using type = PoolBy<MaxPool1d, MaxPool1d<Spec...>::kernel, Step * MaxPool1d<Spec...>::dilation>;
};
template <auto... Spec, class In, std::size_t Step>
    requires joins_window<AvgPool1d<Spec...>, In>
struct Sequenced<AvgPool1d<Spec...>, In, Step> {
    using type = PoolBy<AvgPool1d, AvgPool1d<Spec...>::kernel, Step * AvgPool1d<Spec...>::dilation>;
};
template <class In, std::size_t Step>
struct Sequenced<GlobalMaxPool, In, Step> {
    using type = PoolBy<MaxPool1d, In::positions, Step>;
};
template <class In, std::size_t Step>
struct Sequenced<GlobalAvgPool, In, Step> {
    using type = PoolBy<AvgPool1d, In::positions, Step>;
};

/// Layers join positions one after another.
template <std::size_t Step, class... Stages>
struct SequencedStages {
    static constexpr auto steps = [] {
        std::array<std::size_t, sizeof...(Stages) + 1> all{Step};
        [[maybe_unused]] std::size_t index = 0;
        ((all[index + 1] = all[index] * Stages::Joint::stride, ++index), ...);
        return all;
    }();
    using type =
        Sequential<typename Sequenced<typename Stages::Type, typename Stages::Input, steps[Stages::index]>::type...>;
};
template <class Stages, std::size_t Step>
struct SequencedList;
template <class... Types, std::size_t Step>
struct SequencedList<hana::tuple<Types...>, Step> : SequencedStages<Step, typename Types::type...> {};
template <class... Layers, class In, std::size_t Step>
struct Sequenced<Sequential<Layers...>, In, Step>
    : SequencedList<typename Sequential<Layers...>::template Joint<In>::List, Step> {};

/// The whole net. One that cannot run over sequences becomes Nothing; the caller has judged it.
template <class Net, class In, bool Judged>
struct SequencedNet : Sequenced<std::conditional_t<SequenceVerdict<Net, In>::fits, Net, Nothing>, In, 1> {};

} // namespace detail

/// The same input with another number of positions.
template <class In, std::size_t Length>
using WithLength = typename detail::LengthOf<In, Length>::type;

/// The net that gives, at each position of a sequence, what `Net` gives for the window that ends there, from the first
/// whole window on; before, it takes what is missing for zeros between its layers. Each inner value is computed once. A
/// FlattenConsecutive<n> at depth d becomes a CausalUnfold<n, Dilation{nᵈ}>, so that the Linear behind it is the
/// dilated causal convolution of van den Oord et al., "WaveNet", 2016, figure 3, over the same weights; a Conv1d
/// without zeros around its input and a pooling become causal. All tensors keep their names and shapes. Its input is
/// `WithLength<In, length>`, its output (length, features). A net that has no such twin is told in a sentence.
template <class Net, class In>
using ForSequence = typename detail::SequencedNet<Net, In, judge<SequenceVerdict<Net, In>>()>::type;

} // namespace tenon
