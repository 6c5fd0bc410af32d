// SPDX-License-Identifier: BSL-1.0
//
// Embedding: tokens (length) -> (length, features), a row of a table for each token.
#pragma once

#include "tenon/dsl/joint.hpp"
#include "tenon/dsl/options.hpp"

#include <cstddef>
#include <string_view>

namespace tenon {

/// `Embedding<features>` has a row for each token there is, `Embedding<vocabulary, features>` for at least as many.
///
/// `weight` (vocabulary, features) is standard normal at the start. Cost: a copy forward, an addition backward; no
/// product.
template <auto... Spec>
struct Embedding {
    static constexpr std::string_view header = "tenon/layers/embedding.hpp";
    static constexpr std::string_view text =
        "Embedding<features> or Embedding<vocabulary, features> with sizes of at least 1";
    static constexpr auto sizes = detail::sizes_in<Spec...>();
    static constexpr bool infers = detail::count_of_sizes<Spec...> == 1;
    static constexpr std::size_t features = sizes[infers ? 0 : 1];

    template <class In>
    static constexpr auto check() {
        if constexpr (!detail::well_spelled<1, 2, detail::NoOption, Spec...>())
            return Unfit<TakesSpelling<Embedding>>{};
        else if constexpr (!detail::is_tokens<In>)
            return Unfit<TakesTokens>{};
        else if constexpr (!infers && sizes[0] < In::vocabulary)
            return Unfit<TakesVocabulary<sizes[0]>,
                         Embedding<detail::written<In::vocabulary>(), detail::written<features>()>,
                         Embedding<detail::written<features>()>>{};
        else
            return Fits{};
    }

    template <class In>
    struct Joint : JointDefaults {
        using Output = Shape<In::size, features>;
        static constexpr std::size_t vocabulary = infers ? In::vocabulary : sizes[0];
        static constexpr auto parameters = tensors(TensorSpec{"weight", {vocabulary, features}, Init::normal});
    };
};

} // namespace tenon
