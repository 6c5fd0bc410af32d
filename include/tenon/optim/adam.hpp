// SPDX-License-Identifier: BSL-1.0
//
// Adam (Kingma and Ba 2015, algorithm 1), as `torch.optim.Adam`.
#pragma once

#include "tenon/optim/optimizer.hpp"
#include "tenon/simd/vector.hpp"

#include <cmath>
#include <cstddef>
#include <cstdint>

namespace tenon {

/// Moves by running means of the gradient and of its square, both corrected for their start at 0:
///     m = β₁·m + (1 − β₁)·gradient,   v = β₂·v + (1 − β₂)·gradient²,
///     parameter -= rate · (m / (1 − β₁ᵗ)) / (√(v / (1 − β₂ᵗ)) + ε).
/// Twice as many numbers as there are parameters are kept.
struct Adam {
    static constexpr std::size_t state = 2;

    double beta1 = 0.9;
    double beta2 = 0.999;
    double epsilon = 1e-8;

    template <class Real>
    void update(ParameterSlice<Real, state> slice, Real rate, std::uint64_t step) const {
        const auto t = static_cast<double>(step);
        const double correction1 = 1 - std::pow(beta1, t), correction2 = 1 - std::pow(beta2, t);
        const Step<Real> rule{.fresh1 = static_cast<Real>(1 - beta1),
                              .kept2 = static_cast<Real>(beta2),
                              .fresh2 = static_cast<Real>(1 - beta2),
                              .root_scale = static_cast<Real>(1 / std::sqrt(correction2)),
                              .epsilon = static_cast<Real>(epsilon),
                              .rate = static_cast<Real>(static_cast<double>(rate) / correction1)};
        constexpr std::size_t lanes = simd::lanes<Real>;
        const std::size_t count = slice.parameters.size(), whole = count / lanes * lanes;
        for (std::size_t at = 0; at < whole; at += lanes) rule.template move<lanes>(slice, at);
        for (std::size_t at = whole; at < count; ++at) rule.template move<1>(slice, at);
    }

  private:
    template <class Real>
    struct Step {
        Real fresh1, kept2, fresh2, root_scale, epsilon, rate;

        /// `Count` parameters from `at` on. A lone one goes the same way as those in full vectors, with the same bits.
        template <std::size_t Count>
        void move(const ParameterSlice<Real, state>& slice, std::size_t at) const {
            Real* const parameter = slice.parameters.data() + at;
            Real* const m = slice.state[0].data() + at;
            Real* const v = slice.state[1].data() + at;
            const auto gradient = simd::load<Count>(slice.gradients.data() + at);
            const auto before = simd::load<Count>(m);
            const auto mean = simd::multiply_add(simd::broadcast(fresh1), gradient - before, before);
            const auto square = simd::multiply_add(simd::broadcast(fresh2) * gradient, gradient,
                                                   simd::broadcast(kept2) * simd::load<Count>(v));
            const auto root =
                simd::multiply_add(simd::square_root(square), simd::broadcast(root_scale), simd::broadcast(epsilon));
            simd::store<Count>(m, mean);
            simd::store<Count>(v, square);
            simd::store<Count>(parameter, simd::multiply_add(simd::broadcast(-rate), simd::quotient(mean, root),
                                                             simd::load<Count>(parameter)));
        }
    };
};

} // namespace tenon
