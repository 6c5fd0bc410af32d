// SPDX-License-Identifier: BSL-1.0
//
// The Huber loss of outputs against real targets.
#pragma once

#include "tenon/kernels/elementwise_loss.hpp"
#include "tenon/loss/loss.hpp"
#include "tenon/require.hpp"
#include "tenon/simd/vector.hpp"

#include <cstddef>

namespace tenon {

/// The mean over all outputs of a batch of difference² / 2 where |difference| is at most `delta`, and of
/// delta · (|difference| − delta / 2) beyond, for nets that give real numbers: outliers pull no more than `delta`. An
/// example has one target for each output. Source: Huber 1964; `torch.nn.HuberLoss`.
struct Huber {
    using Target = float;
    float delta = 1;

    void require_numbers() const { detail::require_positive("delta", static_cast<double>(delta)); }

    template <class Out>
    static constexpr auto check() {
        return check_reals<Out>();
    }

    /// The loss of outputs (Batch, Out), and its gradient in doutputs.
    template <std::size_t Batch, class Out, class Real>
    Real forward_backward(const Real* outputs, const float* targets, Real* doutputs, Team* team = nullptr) const {
        return kernels::elementwise_loss<Batch, Out::size>(outputs, targets, doutputs, *this, team);
    }

    /// The loss of one example's outputs (Out) and targets (Out).
    template <class Out, class Real>
    Real forward(const Real* outputs, const float* targets) const {
        return kernels::row_elementwise_loss<Out::size>(outputs, targets, *this);
    }

    /// difference² / 2 = c · (|difference| − c / 2) with c = min(|difference|, delta), in both parts.
    template <class Vector>
    auto value(Vector output, Vector target) const {
        const Vector size = simd::absolute(output - target), bounded = simd::minimum(size, Vector(edge<Vector>()));
        return kernels::Term<typename Vector::value_type>{bounded, simd::multiply_add(Vector(-0.5F), bounded, size)};
    }
    template <class Vector>
    Vector slope(Vector output, Vector target) const {
        return simd::minimum(Vector(edge<Vector>()), simd::maximum(Vector(-edge<Vector>()), output - target));
    }

  private:
    template <class Vector>
    [[nodiscard]] auto edge() const {
        return static_cast<typename Vector::value_type>(delta);
    }
};

} // namespace tenon
