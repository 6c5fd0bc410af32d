// SPDX-License-Identifier: BSL-1.0
//
// A learning rate that changes at given steps.
#pragma once

#include "tenon/fail.hpp"

#include <cstddef>
#include <stdexcept>
#include <string>
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

    /// Throws std::invalid_argument for changes that do not stand in the order of their steps.
    explicit PiecewiseConstant(float start, std::vector<Change> changes = {})
        : start_(start), changes_(std::move(changes)) {
        for (std::size_t index = 1; index < changes_.size(); ++index) {
            if (changes_[index].step >= changes_[index - 1].step) continue;
            detail::fail<std::invalid_argument>(
                [] { return std::string("the changes of a PiecewiseConstant are not in the order of their steps"); });
        }
    }

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
