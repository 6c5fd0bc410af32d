// SPDX-License-Identifier: BSL-1.0
//
// CausalUnfold: (positions, features) -> (positions, n · features), each position with some before it.
#pragma once

#include "tenon/dsl/joint.hpp"
#include "tenon/dsl/options.hpp"

#include <cstddef>
#include <string_view>

namespace tenon {

/// `CausalUnfold<n>`, `CausalUnfold<n, Dilation{d}>`: y[t] = (x[t − (n−1) · d], …, x[t − d], x[t]), with zeros in front
/// of x. A Linear behind it is a causal convolution. This is what FlattenConsecutive<n> becomes in a net that runs over
/// sequences: see `ForSequence`. Source: torch.nn.functional.unfold.
template <auto... Spec>
struct CausalUnfold {
    static constexpr std::string_view header = "tenon/layers/causal_unfold.hpp";
    static constexpr std::string_view text =
        "CausalUnfold<n> or CausalUnfold<n, Dilation{d}> with n and d of at least 1";
    static constexpr std::size_t count = detail::sizes_in<Spec...>()[0];
    static constexpr std::size_t dilation = detail::count_in<Dilation, Spec...>();
    static constexpr std::size_t history = count == 0 ? 0 : (count - 1) * dilation;

    template <class In>
    static constexpr auto check() {
        if constexpr (!detail::well_spelled<1, 1, Dilation, Spec...>())
            return Unfit<TakesSpelling<CausalUnfold>>{};
        else if constexpr (!detail::is_shape<In>)
            return Unfit<TakesReals>{};
        else if constexpr (In::rank != 2)
            return Unfit<TakesSequence>{};
        else
            return Fits{};
    }

    template <class In>
    struct Joint : JointDefaults {
        using Output = Shape<In::positions, count * In::features>;
        static constexpr std::size_t window = history + 1;
        static constexpr std::size_t state(std::size_t frames) { return ring_size(In::features, history, frames); }
    };
};

} // namespace tenon
