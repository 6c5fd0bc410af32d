// SPDX-License-Identifier: BSL-1.0
//
// What metrics share: a walk over the outputs for many examples, and the class that an output stands for.
#pragma once

#include "tenon/fail.hpp"
#include "tenon/require.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>
#include <stdexcept>
#include <string>

namespace tenon::detail {

/// Fails with std::invalid_argument where there are not `rows` targets for each example.
template <class EvaluatorType>
void require_targets_for(std::size_t rows, std::size_t inputs, std::size_t targets) {
    constexpr std::size_t each = EvaluatorType::Input::size;
    if (inputs > 0 && inputs % each == 0 && targets == inputs / each * rows) return;
    fail<std::invalid_argument>([&] {
        return "there are " + std::to_string(targets) + " targets for " + std::to_string(inputs) +
               " inputs, expected " + std::to_string(rows) + " for each " + std::to_string(each) + " of them";
    });
}

/// `body(row, output)` for the outputs of all examples, in rows of `Row` numbers: an output is one or several rows.
/// Fails with std::runtime_error for a number that is not finite, which would be compared wrongly.
template <std::size_t Row, class EvaluatorType, class Inputs, class Body>
void for_each_row(EvaluatorType& evaluator, const Inputs& inputs, Body body) {
    using In = typename EvaluatorType::Input;
    using Real = typename EvaluatorType::Real;
    constexpr std::size_t rows = EvaluatorType::Output::size / Row;
    const std::span<const Element<In, Real>> all(inputs);
    const std::size_t count = all.size() / In::size;
    for (std::size_t done = 0; done < count; done += EvaluatorType::batch) {
        const std::size_t examples = std::min(EvaluatorType::batch, count - done);
        const std::span<const Real> outputs = evaluator(all.subspan(done * In::size, examples * In::size));
        for (std::size_t row = 0; row < examples * rows; ++row) {
            const auto output = outputs.subspan(row * Row, Row);
            for (const Real number : output) {
                if (kernels::is_finite(number)) continue;
                fail<std::runtime_error>([&] {
                    return "an output for example " + std::to_string(done + row / rows) + " is " + number_text(number) +
                           ", expected finite numbers";
                });
            }
            body(done * rows + row, output);
        }
    }
}

/// The index of the largest logit, the first of several.
template <class Real>
std::size_t likeliest(std::span<const Real> logits) {
    return static_cast<std::size_t>(std::ranges::max_element(logits) - logits.begin());
}

} // namespace tenon::detail
