// SPDX-License-Identifier: BSL-1.0
//
// The mean squared error of outputs against real targets.
#pragma once

#include "tenon/loss/elementwise_loss.hpp"

namespace tenon {

/// The mean of (output − target)² over all outputs of a batch, as `torch.nn.MSELoss`, for nets that give real numbers.
/// An example has one target for each output.
struct MeanSquaredError : ElementwiseLoss<MeanSquaredError> {
    template <class Vector>
    static auto value(Vector output, Vector target) {
        const Vector difference = output - target;
        return kernels::Term<typename Vector::value_type>{difference, difference};
    }
    template <class Vector>
    static Vector slope(Vector output, Vector target) {
        return Vector(2) * (output - target);
    }
};

} // namespace tenon
