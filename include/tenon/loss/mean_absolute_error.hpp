// SPDX-License-Identifier: BSL-1.0
//
// The mean absolute error of outputs against real targets.
#pragma once

#include "tenon/loss/elementwise_loss.hpp"
#include "tenon/simd/vector.hpp"

namespace tenon {

/// The mean of |output − target| over all outputs of a batch, as `torch.nn.L1Loss`, for nets that give real numbers. An
/// example has one target for each output. Where an output is its target, the slope is 0.
struct MeanAbsoluteError : ElementwiseLoss<MeanAbsoluteError> {
    template <class Vector>
    static auto value(Vector output, Vector target) {
        return kernels::Term<typename Vector::value_type>{simd::absolute(output - target)};
    }
    template <class Vector>
    static Vector slope(Vector output, Vector target) {
        const Vector difference = output - target;
        return simd::where_positive(difference, Vector(1), simd::where_positive(-difference, Vector(-1)));
    }
};

} // namespace tenon
