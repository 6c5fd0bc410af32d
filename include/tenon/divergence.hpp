// SPDX-License-Identifier: BSL-1.0
//
// What becomes of a training step whose loss or gradient is not finite.
#pragma once

#include "tenon/dsl/compiler.hpp"

#include <stdexcept>

namespace tenon {

/// What a Trainer does where the loss, or a gradient, is infinite or NaN.
enum class Divergence {
    throws,  ///< `backward` and `step` throw Diverged; the model is as it was before. A program without exceptions ends
    skips,   ///< the step changes nothing, and `diverged()` tells of it
    ignored, ///< nothing is looked at, as in PyTorch
};

/// Thrown by a Trainer; the sentence names what is not finite, and after how many examples.
class Diverged : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

} // namespace tenon
