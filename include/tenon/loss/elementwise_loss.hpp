// SPDX-License-Identifier: BSL-1.0
//
// The base of losses that are a mean over all outputs, each of which has a real target.
#pragma once

#include "tenon/kernels/elementwise_loss.hpp"
#include "tenon/loss/loss.hpp"

#include <cstddef>

namespace tenon {

/// `struct Mine : ElementwiseLoss<Mine>`, without numbers of its own, is a loss that has, for vectors of outputs and
/// targets,
///     template <class Vector> static Term value(Vector output, Vector target);   // the product of its two factors
///     template <class Vector> static Vector slope(Vector output, Vector target); // value's derivative by the output
template <class Loss>
struct ElementwiseLoss { // NOLINT(bugprone-crtp-constructor-accessibility): its losses are aggregates
    using Target = float;

    template <class Out>
    static constexpr auto check() {
        return check_reals<Out>();
    }

    /// The mean over outputs (Batch, Out), and its gradient in doutputs.
    template <std::size_t Batch, class Out, class Real>
    Real forward_backward(const Real* outputs, const float* targets, Real* doutputs, Team* team = nullptr) const {
        return kernels::elementwise_loss<Batch, Out::size>(outputs, targets, doutputs, loss(), team);
    }

    /// The mean over one example's outputs (Out).
    template <class Out, class Real>
    Real forward(const Real* outputs, const float* targets) const {
        return kernels::row_elementwise_loss<Out::size>(outputs, targets, loss());
    }

  private:
    [[nodiscard]] const Loss& loss() const { return static_cast<const Loss&>(*this); }
};

} // namespace tenon
