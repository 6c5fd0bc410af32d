// SPDX-License-Identifier: BSL-1.0
//
// A learning rate that changes at given steps.
#pragma once

#include "tenon/dsl/compiler.hpp"

#include <cstddef>
#include <utility>
#include <vector>

namespace tenon {

/// `PiecewiseConstant{0.1, {{150'000, 0.01}}}`: 0.1 for the steps before 150,000 and 0.01 from there on.
class PiecewiseConstant {
  public:
    struct Change {
        std::size_t step;
        float rate;
    };

    /// Changes stand in the order of their steps.
    explicit PiecewiseConstant(float start, std::vector<Change> changes = {})
        : start_(start), changes_(std::move(changes)) {}

    [[nodiscard]] float operator()(std::size_t step) const {
        float rate = start_;
        for (const Change& change : changes_) {
            if (step >= change.step) rate = change.rate;
        }
        return rate;
    }

  private:
    float start_;
    std::vector<Change> changes_;
};

} // namespace tenon
