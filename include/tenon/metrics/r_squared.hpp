// SPDX-License-Identifier: BSL-1.0
//
// How much of what targets vary by a regression explains.
#pragma once

#include "tenon/dsl.hpp"
#include "tenon/checked_span.hpp"
#include "tenon/first_argument.hpp"
#include "tenon/metrics/each_output.hpp"

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

namespace tenon {

namespace detail {
struct RSquared {
    static constexpr std::string_view name = "r_squared";
};
} // namespace detail

/// R² = 1 − Σ (target − output)² / Σ (target − mean target)², each output with a mean of its own and all sums added up:
/// 1 where all is met, 0 for a net that gives the means. Where all targets are their mean, it is 1 if they are met and
/// minus infinity if not. Throws std::invalid_argument for another number of targets than of outputs, and
/// std::runtime_error where an output is not finite.
///
/// Source: Draper and Smith, "Applied Regression Analysis"; scikit-learn's r2_score with `variance_weighted`.
template <class EvaluatorType>
    requires detail::is_evaluator<EvaluatorType>
double r_squared(EvaluatorType& evaluator, typename EvaluatorType::InputsOfLoss inputs,
                 std::span<const typename EvaluatorType::Real> targets) {
    constexpr std::size_t outputs = EvaluatorType::Output::size;
    detail::require_targets_for<EvaluatorType>(outputs, inputs.size(), targets.size());
    const std::size_t rows = targets.size() / outputs;
    std::vector<double> means(outputs);
    for (std::size_t at = 0; at < targets.size(); ++at)
        means[at % outputs] += static_cast<double>(targets[at]) / static_cast<double>(rows);
    double total = 0, missed = 0;
    for (std::size_t at = 0; at < targets.size(); ++at) {
        const double distance = static_cast<double>(targets[at]) - means[at % outputs];
        total += distance * distance;
    }
    detail::for_each_row<outputs>(evaluator, inputs, [&](std::size_t row, auto output) {
        for (std::size_t index = 0; index < outputs; ++index) {
            const double error =
                static_cast<double>(targets[row * outputs + index]) - static_cast<double>(output[index]);
            missed += error * error;
        }
    });
    return missed == 0 ? 1 : 1 - missed / total;
}

/// What is no Evaluator has no outputs.
template <class Type, class... Rest>
    requires(!detail::is_evaluator<Type>)
double r_squared(const Type&, const Rest&...) {
    static_assert(judge<Refused<detail::NotAnEvaluator<detail::RSquared>, Type>>());
    return 0;
}

} // namespace tenon
