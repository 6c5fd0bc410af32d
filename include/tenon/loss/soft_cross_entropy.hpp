// SPDX-License-Identifier: BSL-1.0
//
// Cross-entropy of logits against probabilities.
#pragma once

#include "tenon/kernels/softmax.hpp"
#include "tenon/loss/loss.hpp"

#include <cstddef>

namespace tenon {

/// The mean over all positions of a batch of −Σ target(c) · log softmax(logits)(c), in nats, for nets that give
/// (classes) or (positions…, classes). An example has a target for each of these: the probabilities of its classes,
/// such as another net gives (distillation), or of mixed examples. As `torch.nn.CrossEntropyLoss` with probabilities.
struct SoftCrossEntropy {
    using Target = float;

    template <class Out>
    static constexpr auto check() {
        return check_reals<Out>();
    }

    /// The loss of logits (Batch, positions…, classes), and its gradient (Σ target · softmax − target) / rows in
    /// dlogits.
    template <std::size_t Batch, class Out, class Real>
    Real forward_backward(const Real* logits, const float* targets, Real* dlogits, Team* team = nullptr) const {
        constexpr std::size_t rows = Batch * Out::positions, columns = Out::features;
        return kernels::mean_over_rows<rows, columns * kernels::exponential_work, Real>(team, [=](std::size_t row) {
            const float* wanted = targets + row * columns;
            Real* dx = dlogits + row * columns;
            Real whole = 0;
            for (std::size_t column = 0; column < columns; ++column) whole += static_cast<Real>(wanted[column]);
            kernels::softmax<1, columns>(logits + row * columns, dx);
            for (std::size_t column = 0; column < columns; ++column)
                dx[column] = (whole * dx[column] - static_cast<Real>(wanted[column])) / static_cast<Real>(rows);
            return row_loss<columns>(logits + row * columns, wanted);
        });
    }

    /// The loss of one example's logits (positions…, classes).
    template <class Out, class Real>
    Real forward(const Real* logits, const float* targets) const {
        Real sum = 0;
        for (std::size_t row = 0; row < Out::positions; ++row)
            sum += row_loss<Out::features>(logits + row * Out::features, targets + row * Out::features);
        return sum / static_cast<Real>(Out::positions);
    }

  private:
    /// −Σ target · (x − l) with l = log Σ exp(x), from the first x on, near which all differences are small.
    template <std::size_t Columns, class Real>
    static Real row_loss(const Real* x, const float* targets) {
        const Real from_first = kernels::row_cross_entropy<Columns>(x, 0); // l − x(0)
        Real sum = 0;
        for (std::size_t column = 0; column < Columns; ++column)
            sum += static_cast<Real>(targets[column]) * (from_first - (x[column] - x[0]));
        return sum;
    }
};

} // namespace tenon
