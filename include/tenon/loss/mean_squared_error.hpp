// SPDX-License-Identifier: BSL-1.0
//
// The mean squared error of outputs against real targets.
#pragma once

#include "tenon/kernels/squared_error.hpp"
#include "tenon/loss/loss.hpp"

#include <cstddef>

namespace tenon {

/// The mean of (output − target)² over all outputs of a batch, as `torch.nn.MSELoss`, for nets that give real numbers.
/// An example has one target for each output.
struct MeanSquaredError {
    using Target = float;

    template <class Out>
    static constexpr auto check() {
        return check_reals<Out>();
    }

    /// The loss of outputs (Batch, Out), and its gradient in doutputs.
    template <std::size_t Batch, class Out, class Real>
    static Real forward_backward(const Real* outputs, const float* targets, Real* doutputs, Team* team = nullptr) {
        return kernels::squared_error<Batch, Out::size>(outputs, targets, doutputs, team);
    }

    /// The loss of one example's outputs (Out) and targets (Out).
    template <class Out, class Real>
    static Real forward(const Real* outputs, const float* targets) {
        return kernels::row_squared_error<Out::size>(outputs, targets);
    }
};

} // namespace tenon
