// SPDX-License-Identifier: BSL-1.0
//
// How often a classifier is right.
#pragma once

#include "tenon/dsl.hpp"
#include "tenon/checked_span.hpp"
#include "tenon/dsl/token.hpp"
#include "tenon/first_argument.hpp"
#include "tenon/metrics/each_output.hpp"

#include <cmath>
#include <cstddef>
#include <span>
#include <string_view>

namespace tenon {

namespace detail {
struct Accuracy {
    static constexpr std::string_view name = "accuracy";
};
struct TopKAccuracy {
    static constexpr std::string_view name = "top_k_accuracy";
};
} // namespace detail

/// The share of targets that are among the `k` largest logits of their output; a logit that is as large as the
/// target's and stands before it counts as larger. Where a net gives (positions, classes), an example has a target for
/// each position. Throws std::invalid_argument for another number of targets than of outputs, or a `k` of no class or
/// more than there are, std::out_of_range for a
/// target that is no class, and std::runtime_error where an output is not finite.
template <class EvaluatorType>
    requires detail::is_evaluator<EvaluatorType>
double top_k_accuracy(EvaluatorType& evaluator, typename EvaluatorType::InputsOfLoss inputs,
                      std::span<const Token> targets, std::size_t k) {
    constexpr std::size_t classes = EvaluatorType::Output::features;
    detail::require_targets_for<EvaluatorType>(EvaluatorType::Output::size / classes, inputs.size(), targets.size());
    detail::require_tokens("targets", targets, classes);
    if (k == 0 || k > classes) {
        detail::fail<std::invalid_argument>([&] {
            return "k is " + std::to_string(k) + ", expected 1 to " + std::to_string(classes) + ", the classes";
        });
    }
    std::size_t right = 0;
    detail::for_each_row<classes>(evaluator, inputs, [&](std::size_t row, auto logits) {
        const auto target = static_cast<std::size_t>(targets[row]);
        std::size_t larger = 0;
        for (std::size_t index = 0; index < classes; ++index)
            larger += logits[index] > logits[target] || (index < target && logits[index] == logits[target]);
        right += larger < k;
    });
    return static_cast<double>(right) / static_cast<double>(targets.size());
}

/// The share of targets whose logit is the largest of their output, the first of several.
template <class EvaluatorType>
    requires detail::is_evaluator<EvaluatorType>
double accuracy(EvaluatorType& evaluator, typename EvaluatorType::InputsOfLoss inputs, std::span<const Token> targets) {
    return top_k_accuracy(evaluator, inputs, targets, 1);
}

/// What is no Evaluator has no outputs.
template <class Type, class... Rest>
    requires(!detail::is_evaluator<Type>)
double top_k_accuracy(const Type&, const Rest&...) {
    static_assert(judge<Refused<detail::NotAnEvaluator<detail::TopKAccuracy>, Type>>());
    return 0;
}
template <class Type, class... Rest>
    requires(!detail::is_evaluator<Type>)
double accuracy(const Type&, const Rest&...) {
    static_assert(judge<Refused<detail::NotAnEvaluator<detail::Accuracy>, Type>>());
    return 0;
}

/// e to the mean cross-entropy of a token: from how many tokens, all as likely, it would have to be guessed.
inline double perplexity(double cross_entropy) { return std::exp(cross_entropy); }

} // namespace tenon
