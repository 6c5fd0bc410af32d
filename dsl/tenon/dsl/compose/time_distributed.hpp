// SPDX-License-Identifier: BSL-1.0
//
// TimeDistributed: layers applied to each position by itself, with one set of tensors.
#pragma once

#include "tenon/dsl/compose/sequential.hpp"
#include "tenon/dsl/joint.hpp"

#include <cstddef>
#include <string_view>
#include <type_traits>
#include <utility>

namespace tenon {

namespace detail {

template <class In, std::size_t... Axis>
Shape<In::extents[Axis + 1]...> one_position(std::index_sequence<Axis...>);
template <std::size_t Positions, class Out, std::size_t... Axis>
Shape<Positions, Out::extents[Axis]...> all_positions(std::index_sequence<Axis...>);

/// What the first layer gets is one position of what the form gets.
constexpr Fits at_each_position(Fits) { return {}; }
template <class Where, class Takes, class Given, class From, class Better>
constexpr auto at_each_position(Misfit<Where, Takes, Gets<Given, From>, Better>) {
    using Giver = std::conditional_t<std::is_same_v<From, NetInput>, EachPosition, From>;
    return Misfit<Where, Takes, Gets<Given, Giver>, Better>{};
}

} // namespace detail

/// (positions, rest…) -> (positions, what the layers give for (rest…)). Layers that only look at the last axis do so
/// anyway; this is for the others: `TimeDistributed<Flatten, Linear<7>>` on (3, 4, 5) gives (3, 7).
template <class... Layers>
struct TimeDistributed {
    static constexpr std::string_view header = "tenon/compose/time_distributed.hpp";
    static constexpr std::string_view text = "TimeDistributed<layers...> with 1 layer or more";
    using Inner = Sequential<Layers...>;
    /// What one position is.
    template <class In>
    using Position = decltype(detail::one_position<In>(std::make_index_sequence<In::rank - 1>{}));

    template <class In>
    static constexpr auto check() {
        if constexpr (sizeof...(Layers) == 0)
            return Unfit<TakesSpelling<TimeDistributed>>{};
        else if constexpr (!detail::is_shape<In>)
            return Unfit<TakesReals>{};
        else
            return check_axes<In>();
    }

    /// The positions of all examples are the examples of the layers.
    template <class In>
    struct Joint : JointDefaults {
        static constexpr std::size_t positions = In::extents[0];
        static constexpr std::size_t inner_examples = positions;
        using Each = typename Inner::template Joint<Position<In>>;
        using Given = typename Each::Output;
        using List = typename Each::List;
        using Output = decltype(detail::all_positions<positions, Given>(std::make_index_sequence<Given::rank>{}));
        static constexpr auto parameters = Each::parameters;
        static constexpr auto buffers = Each::buffers;
        static constexpr std::size_t layer_count = Each::layer_count;
        static constexpr std::size_t forward_flops = positions * Each::forward_flops;
        static constexpr std::size_t backward_flops = positions * Each::backward_flops;
        static constexpr std::size_t saved(std::size_t batch) { return Each::saved(positions * batch); }
        static constexpr std::size_t training_scratch(std::size_t batch) {
            return Each::training_scratch(positions * batch);
        }
        static constexpr std::size_t evaluation_scratch(std::size_t batch) {
            return Each::evaluation_scratch(positions * batch);
        }
        static constexpr bool view = Each::view;
        static constexpr std::size_t window = Each::window;
        static constexpr std::size_t stride = Each::stride;
        static constexpr bool upsamples = Each::upsamples;
        static constexpr std::size_t reach(std::size_t outputs) { return detail::reach_of<Each>(outputs); }

        template <std::size_t Examples>
        static constexpr auto check_training() {
            return detail::at_each_position(
                detail::final_verdict<Inner, Position<In>>(Each::template check_training<positions * Examples>()));
        }
    };

  private:
    template <class In>
    static constexpr auto check_axes() {
        if constexpr (In::rank < 2)
            return Unfit<TakesPositions>{};
        else
            return detail::at_each_position(Inner::template check<Position<In>>());
    }
};

} // namespace tenon
