// SPDX-License-Identifier: BSL-1.0
//
// The shape rules that all pooling layers share: MaxPool1d, AvgPool1d, GlobalMaxPool and GlobalAvgPool.
#pragma once

#include "tenon/dsl/joint.hpp"
#include "tenon/dsl/options.hpp"

#include <algorithm>
#include <cstddef>
#include <type_traits>

namespace tenon::detail {

/// The base of a `Layer` whose brackets hold the size of its window, and any of `Stride{s}`, `Dilation{d}` and
/// `causal`.
template <class Layer, auto... Spec>
struct Pooling { // NOLINT(bugprone-crtp-constructor-accessibility): a layer is a type, of which nobody makes a value
    static constexpr std::size_t kernel = sizes_in<Spec...>()[0];
    static constexpr std::size_t dilation = count_in<Dilation, Spec...>();
    /// As torch.nn.MaxPool1d has it, windows lie behind one another where no stride is written.
    static constexpr bool has_stride = (std::is_same_v<std::remove_cv_t<decltype(Spec)>, Stride> || ...);
    static constexpr std::size_t stride = has_stride ? count_in<Stride, Spec...>() : std::max<std::size_t>(kernel, 1);
    static constexpr bool is_causal = has_option<causal, Spec...>();
    /// Positions before the last one of a window, and zeros in front of the input.
    static constexpr std::size_t history = kernel == 0 ? 0 : (kernel - 1) * dilation;
    static constexpr std::size_t front = is_causal ? history : 0;

    template <class In>
    static constexpr auto check() {
        if constexpr (!well_spelled<1, 1, OptionsOf<Conv1dOption, Dilation, Stride>, Spec...>() ||
                      has_option<same_length, Spec...>())
            return Unfit<TakesSpelling<Layer>>{};
        else if constexpr (!is_shape<In>)
            return Unfit<TakesReals>{};
        else if constexpr (In::rank != 2)
            return Unfit<TakesSequence>{};
        else if constexpr (front + In::positions <= history)
            return Unfit<TakesPositionsFrom<history + 1>>{};
        else
            return Fits{};
    }

    template <class In>
    struct Joint : JointDefaults {
        static constexpr std::size_t last = front + In::positions - history - 1;
        static constexpr std::size_t positions = last / Pooling::stride + 1;
        using Output = Shape<positions, In::features>;
        static constexpr std::size_t window = history + 1;
        static constexpr std::size_t stride = Pooling::stride;
        /// Whether the last window ends where the input ends.
        static constexpr bool takes_all = last % Pooling::stride == 0;
        /// The last inputs; only what is causal, and as long as before, can go on.
        static constexpr std::size_t state(std::size_t frames) {
            return is_causal && Pooling::stride == 1 ? ring_size(In::features, history, frames) : 0;
        }
    };
};

/// The base of a layer that makes one position of all.
struct GlobalPooling {
    template <class In>
    static constexpr auto check() {
        if constexpr (!is_shape<In>)
            return Unfit<TakesReals>{};
        else if constexpr (In::rank != 2)
            return Unfit<TakesSequence>{};
        else
            return Fits{};
    }

    template <class In>
    struct Joint : JointDefaults {
        using Output = Shape<In::features>;
        static constexpr std::size_t window = In::positions;
        static constexpr std::size_t stride = In::positions;
    };
};

} // namespace tenon::detail
