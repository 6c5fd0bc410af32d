// SPDX-License-Identifier: BSL-1.0
//
// Adam (Kingma and Ba 2015, algorithm 1), as `torch.optim.Adam`.
#pragma once

#include "tenon/optim/optimizer.hpp"
#include "tenon/optim/update_each.hpp"
#include "tenon/require.hpp"
#include "tenon/simd/vector.hpp"

#include <cmath>
#include <cstddef>
#include <cstdint>

namespace tenon {

namespace detail {

/// Fails with std::invalid_argument where a number of Adam, or one of its kin, is out of its range.
template <class Numbers>
void require_numbers_of_adam(const Numbers& numbers) {
    require_part("beta1", numbers.beta1);
    require_part("beta2", numbers.beta2);
    require_not_negative("epsilon", numbers.epsilon);
    require_not_negative("weight_decay", numbers.weight_decay);
}

/// What Adam does with one parameter, in PyTorch's form:
///     parameter *= keep,   g = gradient + pull · parameter,
///     m = β₁·m + (1 − β₁)·g,   v = β₂·v + (1 − β₂)·g²,
///     parameter -= rate · (m / (1 − β₁ᵗ)) / (√(v / (1 − β₂ᵗ)) + ε),
/// with the largest v so far, a third number, in place of v where there is room for it.
template <class Real>
class AdamRule {
  public:
    template <class Numbers>
    AdamRule(const Numbers& numbers, Real rate, std::uint64_t step) {
        const auto t = static_cast<double>(step);
        const double correction1 = 1 - std::pow(numbers.beta1, t), correction2 = 1 - std::pow(numbers.beta2, t);
        fresh1_ = static_cast<Real>(1 - numbers.beta1);
        kept2_ = static_cast<Real>(numbers.beta2);
        fresh2_ = static_cast<Real>(1 - numbers.beta2);
        root_scale_ = static_cast<Real>(1 / std::sqrt(correction2));
        epsilon_ = static_cast<Real>(numbers.epsilon);
        move_ = static_cast<Real>(-static_cast<double>(rate) / correction1);
    }
    /// The share of a parameter that stays, and how much of it is added to its gradient.
    AdamRule& decayed(double keep, double pull) {
        keep_ = static_cast<Real>(keep);
        pull_ = static_cast<Real>(pull);
        return *this;
    }

    template <std::size_t State>
    void operator()(ParameterVector<Real, State>& here) const {
        using simd::broadcast;
        auto &mean = here.state[0], &square = here.state[1];
        const auto parameter = here.parameter * broadcast(keep_);
        const auto gradient = simd::multiply_add(broadcast(pull_), parameter, here.gradient);
        mean = simd::multiply_add(broadcast(fresh1_), gradient - mean, mean);
        square = simd::multiply_add(broadcast(fresh2_) * gradient, gradient, broadcast(kept2_) * square);
        auto divisor = square;
        if constexpr (State > 2) divisor = here.state[2] = simd::maximum(square, here.state[2]);
        const auto root = simd::multiply_add(simd::square_root(divisor), broadcast(root_scale_), broadcast(epsilon_));
        here.parameter = simd::multiply_add(broadcast(move_), simd::quotient(mean, root), parameter);
    }

  private:
    Real fresh1_, kept2_, fresh2_, root_scale_, epsilon_, move_, keep_ = 1, pull_ = 0;
};

} // namespace detail

/// Moves by running means of the gradient and of its square, both corrected for their start at 0:
///     m = β₁·m + (1 − β₁)·gradient,   v = β₂·v + (1 − β₂)·gradient²,
///     parameter -= rate · (m / (1 − β₁ᵗ)) / (√(v / (1 − β₂ᵗ)) + ε).
/// `weight_decay` · parameter is added to a gradient before. Two numbers are kept for each parameter.
struct Adam {
    static constexpr std::size_t state = 2;

    double beta1 = 0.9;
    double beta2 = 0.999;
    double epsilon = 1e-8;
    double weight_decay = 0;

    void require_numbers() const { detail::require_numbers_of_adam(*this); }

    template <class Real>
    void update(ParameterSlice<Real, state> slice, Real rate, std::uint64_t step) const {
        update_each(slice, detail::AdamRule<Real>(*this, rate, step).decayed(1, weight_decay));
    }
};

} // namespace tenon
