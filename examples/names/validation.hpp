// SPDX-License-Identifier: BSL-1.0
//
// Losses of the validation part during a training: the best one, and when there is no better one any more.
#pragma once

#include "compiled_model.hpp"
#include "training_state.hpp"

#include "tenon/data/windows.hpp"

#include <cstddef>
#include <utility>

namespace names {

class Validation {
  public:
    Validation(tenon::Windows windows, bool keeps_best) : windows_(std::move(windows)), keeps_best_(keeps_best) {}

    [[nodiscard]] double loss(AnyModel& model) const { return model.loss(windows_.contexts, windows_.targets); }

    /// The loss after a step, noted in the state, and the model with it where it is the best one so far.
    double observe(AnyModel& model, std::size_t step, TrainingState& state) const {
        const double now = loss(model);
        if (now < state.best) {
            state.best = now;
            state.best_step = step;
            state.worse = 0;
            if (keeps_best_) state.best_tensors = model.tensors();
        } else {
            ++state.worse;
        }
        return now;
    }

  private:
    tenon::Windows windows_;
    bool keeps_best_;
};

} // namespace names
