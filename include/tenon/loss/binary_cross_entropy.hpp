// SPDX-License-Identifier: BSL-1.0
//
// Binary cross-entropy of logits.
#pragma once

#include "tenon/loss/elementwise_loss.hpp"
#include "tenon/simd/elementary.hpp"
#include "tenon/simd/vector.hpp"

namespace tenon {

/// The mean over all outputs of a batch of −target · log p − (1 − target) · log(1 − p), in nats, with p =
/// sigmoid(output), for nets that give logits; targets are 0, 1 or probabilities between. An example has one target for
/// each output. Computed as softplus(output) − target · output, where nothing overflows. As
/// `torch.nn.BCEWithLogitsLoss`.
struct BinaryCrossEntropy : ElementwiseLoss<BinaryCrossEntropy> {
    template <class Vector>
    static auto value(Vector output, Vector target) {
        const Vector softplus =
            simd::maximum(Vector(0), output) + simd::logarithm_of_one_plus(simd::exponential(-simd::absolute(output)));
        return kernels::Term<typename Vector::value_type>{simd::multiply_add(-target, output, softplus)};
    }
    template <class Vector>
    static Vector slope(Vector output, Vector target) {
        return simd::quotient(Vector(1), Vector(1) + simd::exponential(-output)) - target;
    }
};

} // namespace tenon
