// SPDX-License-Identifier: BSL-1.0
//
// What becomes of a training step whose loss or gradient is not finite.
#pragma once

#include "tenon/dsl/tensor.hpp"
#include "tenon/kernels/finite.hpp"
#include "tenon/require.hpp"

#include <cstdint>
#include <span>
#include <stdexcept>
#include <string>

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

namespace detail {

/// The sentence about what is not finite, after this many examples. Gradients are laid out like the parameters.
template <class Real>
std::string divergence(std::uint64_t examples, Real loss, std::span<const TensorSpec> parameters,
                       std::span<const Real> gradients) {
    const std::string when = "training diverged after " + std::to_string(examples) + " examples: ";
    if (!kernels::is_finite(loss)) return when + "the loss is " + number_text(loss) + ", expected a finite one";
    for (const TensorSpec& tensor : parameters) {
        for (const Real number : gradients.subspan(tensor.offset, tensor.shape.size())) {
            if (kernels::is_finite(number)) continue;
            return when + "the gradient of " + std::string(tensor.name.view()) + " holds " + number_text(number) +
                   ", expected finite numbers";
        }
    }
    return when + "the running statistics are not finite";
}

} // namespace detail
} // namespace tenon
