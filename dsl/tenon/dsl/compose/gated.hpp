// SPDX-License-Identifier: BSL-1.0
//
// Gated: one branch that says what passes, times one that says how much of it.
#pragma once

#include "tenon/dsl/compose/parallel.hpp"
#include "tenon/dsl/compose/sequential.hpp"
#include "tenon/dsl/compose/stands_for.hpp"
#include "tenon/dsl/layers/sigmoid.hpp"
#include "tenon/dsl/layers/tanh.hpp"

#include <cstddef>
#include <string_view>

namespace tenon {

namespace detail {

/// A branch is a list of the user's layer, number 0 or 1, and a function, number 2 or 3 in the brackets.
constexpr LayerPath in_gate(LayerPath path) {
    if (path.depth < 2) return path;
    const std::size_t layer = path.steps[1];
    path = path.without(1);
    path.steps[0] += 2 * layer;
    return path;
}

/// The branches, and the functions behind them where they are not the usual ones.
template <class A, class B, class Value = Tanh, class Gate = Sigmoid, class...>
struct GatedBranchesOf {
    using type = Parallel<Multiply, Sequential<A, Value>, Sequential<B, Gate>>;
};
template <class A, class B, class... Functions>
using GatedBranches = typename GatedBranchesOf<A, B, Functions...>::type;

} // namespace detail

/// y = tanh(A(x)) · sigmoid(B(x)), or with other functions `Gated<A, B, Value, Gate>`: y = Value(A(x)) · Gate(B(x)).
/// Tensors are named `0.…` in A, `1.…` in B, `2.…` in Value and `3.…` in Gate. Source: van den Oord et al.,
/// "Conditional Image Generation with PixelCNN Decoders", 2016, equation 2.
template <class A, class B, class... Functions>
struct Gated : StandsFor<detail::GatedBranches<A, B, Functions...>, detail::in_gate> {
    static constexpr std::string_view header = "tenon/compose/gated.hpp";
    static constexpr std::string_view text = "Gated<A, B>, Gated<A, B, Value> or Gated<A, B, Value, Gate>";

    template <class In>
    static constexpr auto check() {
        if constexpr (sizeof...(Functions) > 2)
            return Unfit<TakesSpelling<Gated>>{};
        else
            return check_branches<In>();
    }

  private:
    template <class In>
    static constexpr auto check_branches() {
        using OfBranches = decltype(detail::BranchList<Multiply, In, A, B>::template check<Gated>());
        if constexpr (!OfBranches::fits)
            return OfBranches{};
        else
            return own(Gated::StandsFor::template check<In>());
    }
    /// Shapes that functions make different are said of the gate, not of what it stands for.
    template <class Verdict>
    static constexpr auto own(Verdict verdict) {
        return verdict;
    }
    template <class Inner, class Takes, class Given, class First, class Last, class Better>
    static constexpr auto
    own(Misfit<PlacedLayer<At<>, Inner>, Takes, Gets<Given, PlacedLayer<At<1>, Sequential<First, Last>>>, Better>) {
        return Misfit<PlacedLayer<At<>, Gated>, Takes, Gets<Given, PlacedLayer<At<3>, Last>>, Better>{};
    }
};

} // namespace tenon
