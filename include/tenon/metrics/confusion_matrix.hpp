// SPDX-License-Identifier: BSL-1.0
//
// Which classes a classifier takes for which.
#pragma once

#include "tenon/dsl.hpp"
#include "tenon/checked_span.hpp"
#include "tenon/dsl/token.hpp"
#include "tenon/first_argument.hpp"
#include "tenon/metrics/each_output.hpp"

#include <array>
#include <cstddef>
#include <iomanip>
#include <ostream>
#include <span>
#include <string>
#include <string_view>

namespace tenon {

namespace detail {
struct ConfusionMatrixOf {
    static constexpr std::string_view name = "confusion_matrix";
};
} // namespace detail

/// How many examples of each class were taken for each class.
template <std::size_t Classes>
class ConfusionMatrix {
  public:
    static constexpr std::size_t classes = Classes;

    /// Counts one example. Throws std::out_of_range for what is no class.
    void add(Token target, Token predicted) {
        detail::require_token("targets", 0, target, Classes);
        detail::require_token("predictions", 0, predicted, Classes);
        ++counts_[static_cast<std::size_t>(target)][static_cast<std::size_t>(predicted)];
    }

    /// Examples of class `target` that were taken for `predicted`.
    [[nodiscard]] std::size_t count(std::size_t target, std::size_t predicted) const {
        return counts_.at(target).at(predicted);
    }
    [[nodiscard]] std::size_t total() const {
        std::size_t total = 0;
        for (const auto& row : counts_)
            for (const std::size_t count : row) total += count;
        return total;
    }

    /// The share of examples that are right. 0 where there are none, as in all that follow.
    [[nodiscard]] double accuracy() const {
        std::size_t right = 0;
        for (std::size_t index = 0; index < Classes; ++index) right += counts_[index][index];
        return share(right, total());
    }
    /// Of the examples that were taken for a class, the share that is of it.
    [[nodiscard]] double precision(std::size_t index) const {
        std::size_t taken = 0;
        for (const auto& row : counts_) taken += row.at(index);
        return share(counts_[index][index], taken);
    }
    /// Of the examples of a class, the share that was taken for it.
    [[nodiscard]] double recall(std::size_t index) const {
        std::size_t all = 0;
        for (const std::size_t count : counts_.at(index)) all += count;
        return share(counts_[index][index], all);
    }

    /// A table: a row for each class, and in it how often it was taken for each.
    friend std::ostream& operator<<(std::ostream& out, const ConfusionMatrix& matrix) {
        std::size_t width = std::to_string(Classes - 1).size();
        for (const auto& row : matrix.counts_)
            for (const std::size_t count : row) width = std::max(width, std::to_string(count).size());
        const auto cell = [&](const auto& text) { out << ' ' << std::setw(static_cast<int>(width)) << text; };
        cell("");
        for (std::size_t index = 0; index < Classes; ++index) cell(index);
        out << '\n';
        for (std::size_t target = 0; target < Classes; ++target) {
            cell(target);
            for (const std::size_t count : matrix.counts_[target]) cell(count);
            out << '\n';
        }
        return out;
    }

  private:
    static double share(std::size_t part, std::size_t all) {
        return all == 0 ? 0 : static_cast<double>(part) / static_cast<double>(all);
    }

    std::array<std::array<std::size_t, Classes>, Classes> counts_{};
};

/// What a classifier takes examples for: the class of the largest logit, the first of several. Throws as `accuracy`
/// does.
template <class EvaluatorType>
    requires detail::is_evaluator<EvaluatorType>
auto confusion_matrix(EvaluatorType& evaluator, typename EvaluatorType::InputsOfLoss inputs,
                      std::span<const Token> targets) {
    constexpr std::size_t classes = EvaluatorType::Output::features;
    detail::require_targets_for<EvaluatorType>(EvaluatorType::Output::size / classes, inputs.size(), targets.size());
    detail::require_tokens("targets", targets, classes);
    ConfusionMatrix<classes> matrix;
    detail::for_each_row<classes>(evaluator, inputs, [&](std::size_t row, auto logits) {
        matrix.add(targets[row], static_cast<Token>(detail::likeliest(logits)));
    });
    return matrix;
}

/// What is no Evaluator has no outputs.
template <class Type, class... Rest>
    requires(!detail::is_evaluator<Type>)
auto confusion_matrix(const Type&, const Rest&...) {
    static_assert(judge<Refused<detail::NotAnEvaluator<detail::ConfusionMatrixOf>, Type>>());
    return ConfusionMatrix<1>{};
}

} // namespace tenon
