// SPDX-License-Identifier: BSL-1.0
//
// Where an Inspector keeps the outputs of layers and their gradients: a layer's own comes first, and those of the
// layers within it follow, in order.
#pragma once

#include "tenon/dsl/check.hpp"
#include "tenon/dsl/tensor.hpp"
#include "tenon/lowered.hpp"

#include <boost/hana/tuple.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <type_traits>

namespace tenon::detail {

/// Whether a mode keeps what flows between layers.
template <class Memory>
inline constexpr bool keeps_outputs = false;
template <class Real>
inline constexpr bool keeps_outputs<Inspection<Real>> = true;

/// The memory that a layer is run on: only forms see that of an Inspector, and only what remembers that of a Streamer.
template <class Joint, class Memory>
struct HandedTo {
    using type = Memory;
};
template <class Joint, class Real>
    requires(!requires { typename Joint::List; })
struct HandedTo<Joint, Inspection<Real>> {
    using type = Training<Real>;
};
template <class Joint, class Real, std::size_t Most>
    requires(Joint::state(1) == 0)
struct HandedTo<Joint, Streaming<Real, Most>> {
    using type = Evaluation<Real>;
};

/// Elements of an output that are kept: those of tokens, which are passed on, are not.
template <class Out>
inline constexpr std::size_t kept_elements = 0;
template <std::size_t... Extents>
inline constexpr std::size_t kept_elements<Shape<Extents...>> = Shape<Extents...>::size;

template <class Joint>
constexpr std::size_t inspected_size(std::size_t batch);

/// Reals that each layer of a form takes.
template <class... Stages>
constexpr std::array<std::size_t, sizeof...(Stages)> inspected_sizes(hana::tuple<Stages...>,
                                                                     [[maybe_unused]] std::size_t batch) {
    return {inspected_size<typename Stages::type::Joint>(batch)...};
}

/// Examples that the layers within a form get for each of its own.
template <class Joint>
constexpr std::size_t inner_examples() {
    if constexpr (requires { Joint::inner_examples; })
        return Joint::inner_examples;
    else
        return 1;
}

/// Reals that a layer takes, with all that is within it.
template <class Joint>
constexpr std::size_t inspected_size(std::size_t batch) {
    std::size_t size = aligned_size(batch * kept_elements<typename Joint::Output>);
    if constexpr (requires { typename Joint::List; }) {
        for (const std::size_t inner : inspected_sizes(typename Joint::List{}, inner_examples<Joint>() * batch))
            size += inner;
    }
    return size;
}

/// Where layer `Index` of a form starts, from where the form does.
template <class Joint, std::size_t Index, std::size_t Batch>
constexpr std::size_t inspected_start() {
    const auto sizes = inspected_sizes(typename Joint::List{}, Batch);
    std::size_t start = aligned_size(Batch * kept_elements<typename Joint::Output>);
    for (std::size_t index = 0; index < Index; ++index) start += sizes[index];
    return start;
}

/// Copies a layer's output, or its gradient, to its place. All layers within a view have the same numbers.
template <class Joint, std::size_t Batch, class Real>
void keep(const Real* numbers, Real* place) {
    constexpr std::size_t size = Batch * kept_elements<typename Joint::Output>;
    if constexpr (size > 0) {
        constexpr std::size_t places = Joint::view ? inspected_size<Joint>(Batch) / aligned_size(size) : 1;
        for (std::size_t copy = 0; copy < places; ++copy) std::copy_n(numbers, size, place + copy * aligned_size(size));
    }
}

} // namespace tenon::detail
