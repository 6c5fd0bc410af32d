// SPDX-License-Identifier: BSL-1.0
//
// Cross-entropy of logits against the token that came.
#pragma once

#include "tenon/kernels/softmax.hpp"
#include "tenon/loss/loss.hpp"

#include <cstddef>

namespace tenon {

struct CrossEntropyPerPosition; // of loss/cross_entropy_per_position.hpp, for nets that give more axes

/// The mean over the batch of −log softmax(logits)[target], in nats, for nets that give (classes).
struct CrossEntropy {
    using Target = Token;

    template <class Out>
    static constexpr auto check() {
        if constexpr (detail::is_tokens<Out>)
            return Unfit<TakesClasses>{};
        else if constexpr (Out::rank != 1)
            return Unfit<TakesClasses, CrossEntropyPerPosition>{};
        else
            return Fits{};
    }

    /// Targets are below this.
    template <class Out>
    static constexpr std::size_t classes = Out::size;

    /// The loss of logits (Batch, classes), and its gradient in dlogits.
    template <std::size_t Batch, class Out, class Real>
    static Real forward_backward(const Real* logits, const Token* targets, Real* dlogits, Team* team = nullptr) {
        return kernels::cross_entropy<Batch, Out::size>(logits, targets, dlogits, team);
    }

    /// The loss of one example's logits (classes), and its one target.
    template <class Out, class Real>
    static Real forward(const Real* logits, const Token* target) {
        return kernels::row_cross_entropy<Out::size>(logits, *target);
    }
};

} // namespace tenon
