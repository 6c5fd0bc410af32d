// SPDX-License-Identifier: BSL-1.0
//
// Whether a net can run over a stream, position by position, and what is said where it cannot.
#pragma once

#include "tenon/dsl.hpp"
#include "tenon/dsl/rewrite/for_sequence.hpp"
#include "tenon/lowered.hpp"
#include "tenon/lowered/verdict.hpp"
#include "tenon/misuse.hpp"
#include "tenon/model.hpp"
#include "tenon/options.hpp"
#include "tenon/rewrite/for_sequence.hpp"
#include "tenon/storage.hpp"

#include <boost/hana/tuple.hpp>

#include <cstddef>
#include <string_view>
#include <type_traits>

namespace tenon::detail {

struct AStreamer {
    static constexpr std::string_view name = "a Streamer", example = "Streamer<Model, Frames<64>>",
                                      options = "Frames<n> and a storage, in any order",
                                      arguments = "its model, and for Borrowed its memory";
};

template <class Type>
inline constexpr std::size_t frames_of = 0;
template <std::size_t Count>
inline constexpr std::size_t frames_of<Frames<Count>> = Count;
template <class Type>
inline constexpr bool is_frames = false;
template <std::size_t Count>
inline constexpr bool is_frames<Frames<Count>> = true;
/// Frames that cannot be are not looked into.
template <std::size_t Count>
struct Askable<Frames<Count>> : std::type_identity<NoMembers> {};

struct FramesOption {
    static constexpr std::string_view name = "Frames";
    template <class Type>
    static constexpr bool is = is_frames<Type>;
};
using StreamerRules = OptionRules<AStreamer, FramesOption, StorageOption>;

/// At most so many positions at a time: their memory is a multiple of it.
inline constexpr std::size_t most_frames = 65536;

// Why a layer cannot go on from one position to the next. A verdict of these is one on the place alone.
struct TreatsPositionsDifferently {};
struct NeedsOtherPositions {};

template <std::size_t Count>
struct FramesOutOfRange {};
struct NoPositions {};
template <class Where, class Reason>
struct NotStreamed {};

template <class Type, class In>
constexpr auto stream_verdict();

/// The layer that Frozen holds.
template <class Type>
struct InFrozen {
    using type = void;
};
template <class Layer>
struct InFrozen<Frozen<Layer>> {
    using type = Layer;
};

constexpr Fits stream_stages() { return {}; }
template <class First, class... Rest>
constexpr auto stream_stages(First, Rest... rest) {
    using Stage = typename First::type;
    using Verdict = decltype(located<Stage>(stream_verdict<typename Stage::Type, typename Stage::Input>()));
    if constexpr (Verdict::fits)
        return stream_stages(rest...);
    else
        return Verdict{};
}
template <class... Stages>
constexpr auto stream_list(hana::tuple<Stages...>) {
    return stream_stages(Stages{}...);
}

/// The first layer that cannot: one that remembers or needs no other position can. The positions of a TimeDistributed
/// are what flows by.
template <class Type, class In>
constexpr auto stream_verdict() {
    using Joint = typename Type::template Joint<In>;
    constexpr bool takes_each = requires { Joint::inner_examples; };
    constexpr bool is_list = !takes_each && requires { typename Joint::List; };
    if constexpr (!std::is_void_v<typename InFrozen<Type>::type>) {
        return stream_verdict<typename InFrozen<Type>::type, In>();
    } else if constexpr (requires { typename Type::Expansion; }) {
        using Expansion = typename Type::Expansion;
        return shown<&Type::shown>(final_verdict<Expansion, In>(stream_verdict<Expansion, In>()));
    } else if constexpr (is_list) {
        return stream_list(typename Joint::List{});
    } else if constexpr (!takes_each && Joint::position_bound) {
        return Unfit<TreatsPositionsDifferently>{};
    } else if constexpr (!takes_each && Joint::state(1) == 0 && Joint::window * Joint::stride > 1) {
        return Unfit<NeedsOtherPositions>{};
    } else {
        return Fits{};
    }
}

/// What is said of it, once.
constexpr Fits told(Fits) { return {}; }
template <class Where, class Reason, class Given, class Better>
constexpr auto told(Misfit<Where, Reason, Given, Better>) {
    return Refused<NotStreamed<Where, Reason>>{};
}

/// The net that runs over a stream, and its input of so many positions.
template <class ModelType>
using StreamedNet = ForSequence<typename ModelType::Net, typename ModelType::Input>;

template <class In>
inline constexpr bool has_positions = is_tokens<In> || In::rank >= 2;

template <class ModelType, class... Options>
constexpr auto judge_streamer() {
    using Streamed = ModelOr<ModelType>;
    using Real = typename Streamed::Real;
    using In = typename Streamed::Input;
    using OfOptions = typename StreamerRules::template Verdict<Options...>::type;
    using OfStorage = StorageVerdict<Option<StorageOption, Heap, Options...>, Real>;
    constexpr std::size_t frames = frames_of<Option<FramesOption, Frames<1>, Options...>>;
    if constexpr (!is_model<std::remove_cvref_t<ModelType>>) {
        return Refused<NotAModel<AStreamer>, ModelType>{};
    } else if constexpr (!OfOptions::fits) {
        return OfOptions{};
    } else if constexpr (frames == 0 || frames > most_frames) {
        return Refused<FramesOutOfRange<frames>>{};
    } else if constexpr (!OfStorage::fits) {
        return OfStorage{};
    } else if constexpr (std::is_same_v<typename Streamed::Net, Nothing>) {
        return Fits{}; // its model has told what is wrong
    } else if constexpr (!has_positions<In>) {
        return Refused<NoPositions, In>{};
    } else {
        using Net = StreamedNet<Streamed>;
        using Each = WithLength<In, 1>;
        using OfNet = decltype(told(final_verdict<Net, Each>(stream_verdict<Net, Each>())));
        if constexpr (!OfNet::fits)
            return OfNet{};
        else
            return LoweredVerdict<Net, Each, Evaluation<Real>>{};
    }
}
template <class ModelType, class... Options>
using StreamerVerdict = decltype(judge_streamer<ModelType, Options...>());

template <std::size_t Count>
constexpr void say(Draft& draft, Word<FramesOutOfRange<Count>>) {
    draft << "a Streamer takes 1 to " << most_frames << " positions at a time but Frames<" << Count << "> is asked for";
}
template <class In>
constexpr void say(Draft& draft, Word<Refused<NoPositions, In>>) {
    draft << "a Streamer takes one position after another, but the input of its model has none: it is "
          << spelling<In>().view() << ", expected Shape<positions, features> or Tokens<vocabulary, length>";
}
template <class Where>
constexpr void say(Draft& draft, Word<NotStreamed<Where, TreatsPositionsDifferently>>) {
    say(draft, Word<Where>{});
    draft << "treats positions differently, so a Streamer cannot go on from one to the next";
}
template <class Where>
constexpr void say(Draft& draft, Word<NotStreamed<Where, NeedsOtherPositions>>) {
    say(draft, Word<Where>{});
    draft << "depends on other positions and does not remember them, so a Streamer cannot run it: of layers that look "
             "around, Conv1d<out, kernel, causal> without Stride, CausalUnfold, and FlattenConsecutive or Flatten in a "
             "Sequential can be streamed";
}

} // namespace tenon::detail
