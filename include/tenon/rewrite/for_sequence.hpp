// SPDX-License-Identifier: BSL-1.0
//
// A model of a net for sequences with the numbers of one for windows, which has the same tensors.
#pragma once

#include "tenon/compose/sequential.hpp"
#include "tenon/dsl/rewrite/for_sequence.hpp"
#include "tenon/layers/avg_pool1d.hpp"
#include "tenon/layers/causal_unfold.hpp"
#include "tenon/layers/max_pool1d.hpp"
#include "tenon/model.hpp"
#include "tenon/other_arguments.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>
#include <type_traits>

namespace tenon {

namespace detail {

struct SequenceOfModel {
    static constexpr std::string_view name = "for_sequence", arguments =
                                                                 "a Model, and the positions in angle brackets, as in "
                                                                 "for_sequence<64>(model)";
};

} // namespace detail

/// A model of `ForSequence` for sequences of `Length` positions with the numbers that this one has now, which it does
/// not follow. Both have the same tensors: `load_tensors(model, stored_tensors(sequence), "sequence")` is the way back.
template <std::size_t Length, class ModelType>
    requires detail::is_model<ModelType>
auto for_sequence(const ModelType& model) {
    using OfNet = SequenceVerdict<typename ModelType::Net, typename ModelType::Input>;
    using Net = typename detail::SequencedNet<typename ModelType::Net, typename ModelType::Input, true>::type;
    using In = WithLength<typename ModelType::Input, Length>;
    using Judged = std::conditional_t<OfNet::fits, Verdict<Net, In>, OfNet>;
    static_assert(judge<Judged>());
    Model<std::conditional_t<Judged::fits, Net, detail::Nothing>, std::conditional_t<Judged::fits, In, Shape<1>>,
          typename ModelType::Real>
        result;
    using Joint = typename decltype(result)::Joint;
    if constexpr (Judged::fits) {
        static_assert(detail::has_same_tensors<typename ModelType::Joint, Joint>);
        std::ranges::copy(model.parameter_block(), result.parameter_block().begin());
        std::ranges::copy(model.buffer_block(), result.buffer_block().begin());
    }
    return result;
}

/// Whatever else is given.
template <class Given, class... Rest>
void for_sequence(const Given&, const Rest&...) {
    static_assert(judge<Refused<OtherArguments<detail::SequenceOfModel>, Given, Rest...>>());
}
template <std::size_t, class Given>
    requires(!detail::is_model<Given>)
void for_sequence(const Given&) {
    static_assert(judge<Refused<OtherArguments<detail::SequenceOfModel>, Given>>());
}

} // namespace tenon
