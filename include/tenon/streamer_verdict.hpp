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

#include <cstddef>
#include <string_view>
#include <type_traits>

namespace tenon::detail {

struct AStreamer {
    static constexpr std::string_view name = "a Streamer", example = "Streamer<Model, Frames<64>>",
                                      options = "Frames<n> and a storage, in any order",
                                      arguments = "its model, and for Borrowed its memory";
};

struct ProcessOfStreamer {
    static constexpr std::string_view name = "process", arguments = "the inputs and where the outputs go, two ranges, "
                                                                    "such as std::span(pointer, count)";
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

template <std::size_t Count>
struct FramesOutOfRange {};
struct NoPositions {};
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
        using OfNet = SequenceVerdict<typename Streamed::Net, In>;
        if constexpr (OfNet::fits)
            return LoweredVerdict<StreamedNet<Streamed>, WithLength<In, 1>, Evaluation<Real>>{};
        else
            return OfNet{};
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

} // namespace tenon::detail
