// SPDX-License-Identifier: BSL-1.0
//
// What a loss compares a net's outputs with: how many targets an example has, and which of them are taken.
#pragma once

#include "tenon/dsl/shape.hpp"
#include "tenon/lowered.hpp"
#include "tenon/require.hpp"

#include <cstddef>
#include <span>
#include <type_traits>

namespace tenon::detail {

/// Targets of an example: what the loss says, or else one token, or a real number for each output.
template <class Loss, class Out>
constexpr std::size_t targets_per_example() {
    if constexpr (requires { Loss::template targets<Out>; })
        return Loss::template targets<Out>;
    else
        return std::is_same_v<typename Loss::Target, Token> ? 1 : Out::size;
}

/// Fails with std::out_of_range where a target is a token that is no class.
template <class Loss, class Out>
void require_targets(std::span<const typename Loss::Target> targets) {
    if constexpr (std::is_same_v<typename Loss::Target, Token>)
        require_tokens("targets", targets, Loss::template classes<Out>);
}

/// The verdict of a loss on what a net gives.
template <class Loss, class Out>
using LossVerdict = decltype(final_verdict<Loss, Out, NetOutput>(Loss::template check<Out>()));

} // namespace tenon::detail
