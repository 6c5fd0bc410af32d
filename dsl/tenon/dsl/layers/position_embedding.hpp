// SPDX-License-Identifier: BSL-1.0
//
// PositionEmbedding: (positions, features) -> the same, a learned row added at each position.
#pragma once

#include "tenon/dsl/joint.hpp"
#include "tenon/dsl/options.hpp"

#include <cstddef>
#include <string_view>

namespace tenon {

/// y = x + weight at each position. `PositionEmbedding<>` has a row for each position there is,
/// `PositionEmbedding<positions>` for at least as many, of which the first ones are used.
///
/// `weight` (positions, features) is standard normal at the start. Source: Radford et al., "Language Models are
/// Unsupervised Multitask Learners", 2019 (GPT-2's wpe).
template <auto... Spec>
struct PositionEmbedding {
    static constexpr std::string_view header = "tenon/layers/position_embedding.hpp";
    static constexpr std::string_view text =
        "PositionEmbedding<> or PositionEmbedding<positions> with at least 1 position";
    static constexpr std::size_t rows = detail::sizes_in<Spec...>()[0];

    template <class In>
    static constexpr auto check() {
        if constexpr (!detail::well_spelled<0, 1, detail::NoOption, Spec...>())
            return Unfit<TakesSpelling<PositionEmbedding>>{};
        else if constexpr (!detail::is_shape<In>)
            return Unfit<TakesReals>{};
        else
            return check_positions<In>();
    }

    template <class In>
    struct Joint : JointDefaults {
        using Output = In;
        static constexpr auto parameters =
            tensors(TensorSpec{"weight", {rows > 0 ? rows : In::positions, In::features}, Init::normal});
        static constexpr std::size_t training_scratch(std::size_t) { return sums_scratch(1, In::size); }
        static constexpr bool position_bound = true;
    };

  private:
    template <class In>
    static constexpr auto check_positions() {
        if constexpr (In::rank != 2)
            return Unfit<TakesSequence>{};
        else if constexpr (rows > 0 && rows < In::positions)
            return Unfit<TakesPositionsUpTo<rows>, PositionEmbedding<detail::written<In::positions>()>,
                         PositionEmbedding<>>{};
        else
            return Fits{};
    }
};

} // namespace tenon
