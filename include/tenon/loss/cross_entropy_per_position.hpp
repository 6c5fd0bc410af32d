// SPDX-License-Identifier: BSL-1.0
//
// Cross-entropy at every position of a sequence.
#pragma once

#include "tenon/kernels/softmax.hpp"
#include "tenon/loss/loss.hpp"

#include <cstddef>

namespace tenon {

struct CrossEntropy; // of loss/cross_entropy.hpp, for nets that give one axis

/// The mean over all positions of a batch of −log softmax(logits)[target], in nats, for nets that give (positions,
/// classes), or more axes of positions. An example has one target for each position.
struct CrossEntropyPerPosition {
    using Target = Token;

    template <class Out>
    static constexpr auto check() {
        if constexpr (detail::is_tokens<Out>)
            return Unfit<TakesPositions>{};
        else if constexpr (Out::rank < 2)
            return Unfit<TakesPositions, CrossEntropy>{};
        else
            return Fits{};
    }

    template <class Out>
    static constexpr std::size_t classes = Out::features;
    template <class Out>
    static constexpr std::size_t targets = Out::positions;

    /// The loss of logits (Batch, positions, classes), and its gradient in dlogits.
    template <std::size_t Batch, class Out, class Real>
    static Real forward_backward(const Real* logits, const Token* targets, Real* dlogits, Team* team = nullptr) {
        return kernels::cross_entropy<Batch * Out::positions, Out::features>(logits, targets, dlogits, team);
    }

    /// The loss of one example's logits (positions, classes) and targets (positions).
    template <class Out, class Real>
    static Real forward(const Real* logits, const Token* targets) {
        Real sum = 0;
        for (std::size_t position = 0; position < Out::positions; ++position)
            sum += kernels::row_cross_entropy<Out::features>(logits + position * Out::features, targets[position]);
        return sum / static_cast<Real>(Out::positions);
    }
};

} // namespace tenon
