// SPDX-License-Identifier: BSL-1.0
//
// Residual: layers whose output is added to their input.
#pragma once

#include "tenon/dsl/compose/parallel.hpp"
#include "tenon/dsl/compose/sequential.hpp"
#include "tenon/dsl/compose/stands_for.hpp"
#include "tenon/dsl/layers/linear.hpp"

#include <string_view>
#include <type_traits>

namespace tenon {

/// The first word of a Residual whose layers give another shape than they get: what brings the input to that shape.
template <class Layer>
struct Projection {};

namespace detail {

inline constexpr std::string_view residual_text =
    "Residual<layers...> or Residual<Projection<P>, layers...> with 1 layer or more";

/// Layers stand behind the way past them.
constexpr LayerPath in_residual(LayerPath path) { return path.without(0); }
/// The projection is number 0, and the layers follow.
constexpr LayerPath in_projected(LayerPath path) {
    if (path.depth == 0 || path.steps[0] == 0) return path;
    LayerPath inside = path.without(0);
    if (inside.depth > 0) ++inside.steps[0];
    return inside;
}

} // namespace detail

/// y = x + F(x), F being the layers one behind another. `Residual<Projection<P>, layers…>` is y = P(x) + F(x), where
/// F gives another shape than it gets. Tensors are named by position in the brackets: `0.weight`, where a projection
/// counts. Source: He et al., "Deep Residual Learning for Image Recognition", 2015, equations 1 and 2.
template <class... Layers>
struct Residual : StandsFor<Parallel<Sum, Sequential<>, Sequential<Layers...>>, detail::in_residual> {
    static constexpr std::string_view header = "tenon/compose/residual.hpp";
    static constexpr std::string_view text = detail::residual_text;

    template <class In>
    static constexpr auto check() {
        if constexpr (sizeof...(Layers) == 0)
            return Unfit<TakesSpelling<Residual>>{};
        else
            return check_layers<In>();
    }

  private:
    template <class In>
    static constexpr auto check_layers() {
        using OfLayers = decltype(Sequential<Layers...>::template check<In>());
        if constexpr (!OfLayers::fits)
            return OfLayers{};
        else if constexpr (!detail::is_shape<In>)
            return Unfit<TakesReals>{};
        else
            return check_output<In, typename Sequential<Layers...>::template Joint<In>::Output>();
    }
    template <class In, class Out>
    static constexpr auto check_output() {
        using Where = PlacedLayer<At<>, Residual>;
        if constexpr (std::is_same_v<In, Out>)
            return Fits{};
        else if constexpr (detail::combine<Concat, In, Out>()) // a Linear brings the one to the other
            return Misfit<Where, TakesLayersThatGive<In>, Gets<Out, ItsLastLayer>,
                          Instead<Residual<Projection<Linear<detail::written<Out::features>()>>, Layers...>>>{};
        else
            return Misfit<Where, TakesLayersThatGive<In>, Gets<Out, ItsLastLayer>, Instead<>>{};
    }
};

template <class Way, class... Layers>
struct Residual<Projection<Way>, Layers...>
    : StandsFor<Parallel<Sum, Way, Sequential<Layers...>>, detail::in_projected> {
    static constexpr std::string_view header = "tenon/compose/residual.hpp";
    static constexpr std::string_view text = detail::residual_text;

    template <class In>
    static constexpr auto check() {
        if constexpr (sizeof...(Layers) == 0)
            return Unfit<TakesSpelling<Residual>>{};
        else
            return own(Residual::StandsFor::template check<In>());
    }

  private:
    /// Shapes that differ are said of the Residual, not of what it stands for.
    template <class Verdict>
    static constexpr auto own(Verdict verdict) {
        return verdict;
    }
    template <class Inner, class Expected, class Given, class From, class Better>
    static constexpr auto
    own(Misfit<PlacedLayer<At<>, Inner>, TakesFromBranches<Expected>, Gets<Given, From>, Better>) {
        return Misfit<PlacedLayer<At<>, Residual>, TakesLayersLikeProjection<Expected>, Gets<Given, ItsLastLayer>,
                      Better>{};
    }
};

} // namespace tenon
