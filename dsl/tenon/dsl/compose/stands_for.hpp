// SPDX-License-Identifier: BSL-1.0
//
// A form that is another form under its own name: `Gated<A, B>` is a product of two branches. It runs as that one does,
// and its layers are counted as its user wrote them.
#pragma once

#include "tenon/dsl/check.hpp"
#include "tenon/dsl/joint.hpp"

#include <array>
#include <cstddef>
#include <string_view>
#include <utility>

namespace tenon {

/// Where a layer stands in nested forms: 3.1 is layer 1 of layer 3.
struct LayerPath {
    std::array<std::size_t, 64> steps{};
    std::size_t depth = 0;

    [[nodiscard]] constexpr LayerPath with(std::size_t step) const {
        LayerPath longer = *this;
        longer.steps[longer.depth++] = step;
        return longer;
    }
    /// The same below layer `step` of another form.
    [[nodiscard]] constexpr LayerPath below(std::size_t step) const {
        LayerPath longer = LayerPath{}.with(step);
        for (std::size_t index = 0; index < depth; ++index) longer = longer.with(steps[index]);
        return longer;
    }
    /// Without the step at `place`, if it goes so deep.
    [[nodiscard]] constexpr LayerPath without(std::size_t place) const {
        LayerPath shorter;
        for (std::size_t index = 0; index < depth; ++index) {
            if (index != place) shorter = shorter.with(steps[index]);
        }
        return shorter;
    }
};

namespace detail {

template <std::size_t... Steps>
constexpr LayerPath path_of(At<Steps...>) {
    LayerPath path;
    ((path = path.with(Steps)), ...);
    return path;
}

template <LayerPath (*Shown)(LayerPath), class Where>
struct Moved {
    static constexpr LayerPath path = Shown(path_of(Where{}));
    template <std::size_t... Step>
    static At<path.steps[Step]...> at(std::index_sequence<Step...>);
    using type = decltype(at(std::make_index_sequence<path.depth>{}));
};

/// A layer at its place as `Shown` tells it, or another giver, which has no place.
template <LayerPath (*Shown)(LayerPath), class Giver>
Giver moved(Giver);
template <LayerPath (*Shown)(LayerPath), class Where, class Type>
PlacedLayer<typename Moved<Shown, Where>::type, Type> moved(PlacedLayer<Where, Type>);

template <LayerPath (*Shown)(LayerPath)>
constexpr Fits shown(Fits) {
    return {};
}
template <LayerPath (*Shown)(LayerPath), class Where, class Takes, class Given, class From, class Better>
constexpr auto shown(Misfit<Where, Takes, Gets<Given, From>, Better>) {
    return Misfit<decltype(moved<Shown>(Where{})), Takes, Gets<Given, decltype(moved<Shown>(From{}))>, Better>{};
}

/// A table of tensors with the paths at the front of their names as `Shown` tells them.
template <LayerPath (*Shown)(LayerPath), std::size_t Count>
constexpr std::array<TensorSpec, Count> shown(std::array<TensorSpec, Count> table) {
    for (TensorSpec& spec : table) {
        std::string_view rest = spec.name.view();
        LayerPath path;
        while (rest.front() >= '0' && rest.front() <= '9') {
            std::size_t step = 0;
            for (; rest.front() != '.'; rest.remove_prefix(1)) {
                step = 10 * step + static_cast<std::size_t>(rest.front() - '0');
            }
            rest.remove_prefix(1);
            path = path.with(step);
        }
        path = Shown(path);
        QualifiedName name;
        for (std::size_t index = 0; index < path.depth; ++index) name << path.steps[index] << '.';
        spec.name = name << rest;
    }
    return table;
}

constexpr LayerPath same(LayerPath path) { return path; }

} // namespace detail

/// The base of a form that stands for `Expanded`. `Shown` takes a layer's place in that to its place in the form.
template <class Expanded, LayerPath (*Shown)(LayerPath) = detail::same>
struct StandsFor {
    using Expansion = Expanded;
    /// Whether its layers run as one, in a way of its own, and not as those of `Expanded` do.
    static constexpr bool fused = false;
    static constexpr LayerPath shown(LayerPath place) { return Shown(place); }

    template <class In>
    static constexpr auto check() {
        return detail::shown<Shown>(detail::final_verdict<Expanded, In>(Expanded::template check<In>()));
    }

    template <class In>
    struct Joint : Expanded::template Joint<In> {
        using Inner = typename Expanded::template Joint<In>;
        static constexpr auto parameters = detail::shown<Shown>(Inner::parameters);
        static constexpr auto buffers = detail::shown<Shown>(Inner::buffers);

        template <std::size_t Examples>
        static constexpr auto check_training() {
            return detail::shown<Shown>(
                detail::final_verdict<Expanded, In>(Inner::template check_training<Examples>()));
        }
    };
};

} // namespace tenon
