// SPDX-License-Identifier: BSL-1.0
//
// Whether a net can run over sequences and streams, and what is said where it cannot.
#pragma once

#include "tenon/dsl/check.hpp"
#include "tenon/dsl/compose/frozen.hpp"
#include "tenon/dsl/compose/sequential.hpp"
#include "tenon/dsl/compose/stands_for.hpp"
#include "tenon/dsl/diagnose.hpp"
#include "tenon/dsl/layers/avg_pool1d.hpp"
#include "tenon/dsl/layers/conv1d.hpp"
#include "tenon/dsl/layers/flatten.hpp"
#include "tenon/dsl/layers/flatten_consecutive.hpp"
#include "tenon/dsl/layers/global_avg_pool.hpp"
#include "tenon/dsl/layers/global_max_pool.hpp"
#include "tenon/dsl/layers/max_pool1d.hpp"

#include <boost/hana/tuple.hpp>

#include <cstddef>
#include <type_traits>

namespace tenon {

namespace detail {

// Why a layer cannot.
struct TreatsPositionsDifferently {};
struct NeedsOtherPositions {};
struct GivesSeveralPositions {};
struct LeavesOutTheEnd {};
struct PadsItsWindow {};
template <class Where, class Reason>
struct NotOverSequences {};

/// The layer that Frozen holds.
template <class Type>
struct InFrozen {
    using type = void;
};
template <class Layer>
struct InFrozen<Frozen<Layer>> {
    using type = Layer;
};

template <class Type>
inline constexpr bool is_sequential = false;
template <class... Layers>
inline constexpr bool is_sequential<Sequential<Layers...>> = true;

/// Layers that join the positions of a window, and become causal where they stand in a list.
template <class Type, class In>
inline constexpr bool joins_window = false;
template <auto... Spec, class In>
inline constexpr bool joins_window<FlattenConsecutive<Spec...>, In> = FlattenConsecutive<Spec...>::group > 1;
template <class In>
inline constexpr bool joins_window<Flatten, In> = In::rank == 2 && In::positions > 1;
template <auto... Spec, class In>
inline constexpr bool joins_window<Conv1d<Spec...>, In> =
    Conv1d<Spec...>::front + Conv1d<Spec...>::back == 0 && Conv1d<Spec...>::history > 0 && Conv1d<Spec...>::stride == 1;
template <class Layer>
inline constexpr bool pools_window = !Layer::is_causal && (Layer::history > 0 || Layer::stride > 1);
template <auto... Spec, class In>
inline constexpr bool joins_window<MaxPool1d<Spec...>, In> =
    pools_window<MaxPool1d<Spec...>> && MaxPool1d<Spec...>::template Joint<In>::takes_all;
template <auto... Spec, class In>
inline constexpr bool joins_window<AvgPool1d<Spec...>, In> =
    pools_window<AvgPool1d<Spec...>> && AvgPool1d<Spec...>::template Joint<In>::takes_all;
template <class In>
inline constexpr bool joins_window<GlobalMaxPool, In> = true;
template <class In>
inline constexpr bool joins_window<GlobalAvgPool, In> = true;

/// Layers that would, but have positions behind their last window.
template <class Type, class In>
inline constexpr bool leaves_out_the_end = false;
template <auto... Spec, class In>
inline constexpr bool leaves_out_the_end<MaxPool1d<Spec...>, In> =
    pools_window<MaxPool1d<Spec...>> && !joins_window<MaxPool1d<Spec...>, In>;
template <auto... Spec, class In>
inline constexpr bool leaves_out_the_end<AvgPool1d<Spec...>, In> =
    pools_window<AvgPool1d<Spec...>> && !joins_window<AvgPool1d<Spec...>, In>;

template <class Type, class In>
constexpr bool has_window();
template <class... Stages>
constexpr bool any_has_window(hana::tuple<Stages...>) {
    return (has_window<typename Stages::type::Type, typename Stages::type::Input>() || ...);
}
/// Whether a layer joins positions, or one within it.
template <class Type, class In>
constexpr bool has_window() {
    using Joint = typename Type::template Joint<In>;
    if constexpr (requires { Joint::inner_examples; })
        return false;
    else if constexpr (requires { typename Joint::List; })
        return any_has_window(typename Joint::List{});
    else
        return joins_window<Type, In>;
}

template <bool HasWindow, bool InList, class Type, class In>
constexpr auto sequence_verdict();

template <bool HasWindow, bool InList>
constexpr Fits sequence_stages() {
    return {};
}
template <bool HasWindow, bool InList, class First, class... Rest>
constexpr auto sequence_stages(First, Rest... rest) {
    using Stage = typename First::type;
    using Verdict =
        decltype(located<Stage>(sequence_verdict<HasWindow, InList, typename Stage::Type, typename Stage::Input>()));
    if constexpr (Verdict::fits)
        return sequence_stages<HasWindow, InList>(rest...);
    else
        return Verdict{};
}
template <bool HasWindow, bool InList, class... Stages>
constexpr auto sequence_list(hana::tuple<Stages...>) {
    return sequence_stages<HasWindow, InList>(Stages{}...);
}

/// A single layer. One that remembers takes zeros for what is not there yet: so it does in front of a window, where a
/// sequence has numbers.
template <bool HasWindow, bool InList, class Type, class In>
constexpr auto judge_in_sequence() {
    using Joint = typename Type::template Joint<In>;
    constexpr bool remembers = Joint::state(1) > 0;
    constexpr bool looks_around = Joint::window > 1 || Joint::stride > 1 || joins_window<Type, In>;
    if constexpr (Joint::position_bound)
        return Unfit<TreatsPositionsDifferently>{};
    else if constexpr (Joint::upsamples)
        return Unfit<GivesSeveralPositions>{};
    else if constexpr (InList && leaves_out_the_end<Type, In>)
        return Unfit<LeavesOutTheEnd>{};
    else if constexpr (looks_around && !remembers && !(InList && joins_window<Type, In>))
        return Unfit<NeedsOtherPositions>{};
    else if constexpr (remembers && HasWindow)
        return Unfit<PadsItsWindow>{};
    else
        return Fits{};
}

/// The first layer that cannot run so. The positions of a TimeDistributed are what flows by.
template <bool HasWindow, bool InList, class Type, class In>
constexpr auto sequence_verdict() {
    using Joint = typename Type::template Joint<In>;
    constexpr bool takes_each = requires { Joint::inner_examples; };
    constexpr bool is_list = !takes_each && requires { typename Joint::List; };
    if constexpr (!std::is_void_v<typename InFrozen<Type>::type>) {
        return sequence_verdict<HasWindow, false, typename InFrozen<Type>::type, In>();
    } else if constexpr (requires { typename Type::Expansion; }) {
        using Expansion = typename Type::Expansion;
        return shown<&Type::shown>(final_verdict<Expansion, In>(sequence_verdict<HasWindow, false, Expansion, In>()));
    } else if constexpr (is_list) {
        return sequence_list < HasWindow, InList && is_sequential < Type >> (typename Joint::List{});
    } else if constexpr (takes_each) {
        return Fits{};
    } else {
        return judge_in_sequence<HasWindow, InList, Type, In>();
    }
}

/// What is said of it, once.
constexpr Fits told(Fits) { return {}; }
template <class Where, class Reason, class Given, class Better>
constexpr auto told(Misfit<Where, Reason, Given, Better>) {
    return Refused<NotOverSequences<Where, Reason>>{};
}

template <class Net, class In>
constexpr auto judge_sequence() {
    using Type = std::remove_const_t<Net>;
    if constexpr (!fits<Net, In>)
        return Verdict<Net, In>{};
    else
        return told(final_verdict<Type, In>(sequence_verdict<has_window<Type, In>(), true, Type, In>()));
}

template <class Where>
constexpr void say(Draft& draft, Word<NotOverSequences<Where, TreatsPositionsDifferently>>) {
    say(draft, Word<Where>{});
    draft << "treats positions differently, so its net runs neither over sequences of another length nor over a stream";
}
template <class Where>
constexpr void say(Draft& draft, Word<NotOverSequences<Where, NeedsOtherPositions>>) {
    say(draft, Word<Where>{});
    draft << "depends on other positions in a way that no sequence or stream can go on with: of layers that look "
             "around, Conv1d without Stride and same_length can, CausalUnfold, causal pooling with Stride{1}, and in a "
             "Sequential FlattenConsecutive, Flatten and pooling";
}
template <class Where>
constexpr void say(Draft& draft, Word<NotOverSequences<Where, GivesSeveralPositions>>) {
    say(draft, Word<Where>{});
    draft << "gives several positions for one, and sequences and streams have one output for each position";
}
template <class Where>
constexpr void say(Draft& draft, Word<NotOverSequences<Where, LeavesOutTheEnd>>) {
    say(draft, Word<Where>{});
    draft << "leaves out what is behind its last window, where a sequence has its newest position: choose a kernel and "
             "a Stride with which the last window ends where the input does";
}
template <class Where>
constexpr void say(Draft& draft, Word<NotOverSequences<Where, PadsItsWindow>>) {
    say(draft, Word<Where>{});
    draft << "takes zeros for what lies in front of a window, and a sequence has numbers there: leave out causal, or "
             "the layers that join positions";
}

} // namespace detail

/// Fits, or why a net on this input cannot run over sequences and streams.
template <class Net, class In>
using SequenceVerdict = decltype(detail::judge_sequence<Net, In>());

} // namespace tenon
