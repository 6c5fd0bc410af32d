// SPDX-License-Identifier: BSL-1.0
//
// EmbeddingSum: tokens (length) -> (length / group, features), a sum of table rows for each group of tokens.
#pragma once

#include "tenon/dsl/joint.hpp"
#include "tenon/dsl/options.hpp"

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <type_traits>

namespace tenon {

/// `EmbeddingSum<group, features>` adds a row for each of `group` neighbouring tokens, `EmbeddingSum<features>` for all
/// of them; where one group is left, its axis goes away. Embedding, FlattenConsecutive or Flatten, and Linear are such
/// a sum, with a table of their products: `ForEvaluation` makes one of them.
///
/// y = bias + Σ over k of table[k-th token of the group, k], with `table` (vocabulary, group, features) standard normal
/// and `bias` (features) zero at the start. Cost: `group` additions per feature, forward and backward; no product.
template <auto... Spec>
struct EmbeddingSum {
    static constexpr std::string_view header = "tenon/layers/embedding_sum.hpp";
    static constexpr std::string_view text =
        "EmbeddingSum<features> or EmbeddingSum<group, features> with sizes of at least 1";
    static constexpr auto sizes = detail::sizes_in<Spec...>();
    static constexpr bool infers = detail::count_of_sizes<Spec...> == 1;
    static constexpr std::size_t features = sizes[infers ? 0 : 1];

    template <class In>
    static constexpr auto check() {
        if constexpr (!detail::well_spelled<1, 2, detail::NoOption, Spec...>())
            return Unfit<TakesSpelling<EmbeddingSum>>{};
        else if constexpr (!detail::is_tokens<In>)
            return Unfit<TakesTokens>{};
        else if constexpr (!infers && In::size % sizes[0] != 0)
            return Unfit<TakesPositionsDivisibleBy<sizes[0]>, EmbeddingSum<detail::written<features>()>>{};
        else
            return Fits{};
    }

    template <class In>
    struct Joint : JointDefaults {
        static constexpr std::size_t vocabulary = In::vocabulary;
        static constexpr std::size_t group = infers ? In::size : sizes[0]; ///< tokens in a sum
        static constexpr std::size_t sums = In::size / group;              ///< of an example
        using Output = std::conditional_t<sums == 1, Shape<features>, Shape<sums, features>>;
        static constexpr auto parameters = tensors(TensorSpec{"table", {vocabulary, group, features}, Init::normal},
                                                   TensorSpec{"bias", {features}, Init::zeros});
        /// The other half of the table's gradient, and then blocks of the bias'.
        static constexpr std::size_t training_scratch(std::size_t batch) {
            return std::max(half_scratch(batch * sums, vocabulary * group * features), sums_scratch(1, features));
        }
        static constexpr std::size_t window = group;
        static constexpr std::size_t stride = group;
    };
};

} // namespace tenon
