// SPDX-License-Identifier: BSL-1.0
//
// Adagrad (Duchi et al. 2011), as `torch.optim.Adagrad`.
#pragma once

#include "tenon/optim/optimizer.hpp"
#include "tenon/optim/update_each.hpp"
#include "tenon/require.hpp"
#include "tenon/simd/vector.hpp"

#include <cstddef>
#include <cstdint>

namespace tenon {

/// Moves by gradients divided by the root of the sum of all their squares:
///     g = gradient + weight_decay · parameter,   sum += g²,
///     parameter -= rate / (1 + (t − 1) · rate_decay) · g / (√sum + ε).
/// One number is kept for each parameter.
struct Adagrad {
    static constexpr std::size_t state = 1;

    double rate_decay = 0;
    double epsilon = 1e-10;
    double weight_decay = 0;

    void require_numbers() const {
        detail::require_not_negative("rate_decay", rate_decay);
        detail::require_not_negative("epsilon", epsilon);
        detail::require_not_negative("weight_decay", weight_decay);
    }

    template <class Real>
    void update(ParameterSlice<Real, state> slice, Real rate, std::uint64_t step) const {
        const auto number = [](double value) { return simd::broadcast(static_cast<Real>(value)); };
        const auto decay = number(weight_decay), least = number(epsilon);
        const auto move = number(-static_cast<double>(rate) / (1 + static_cast<double>(step - 1) * rate_decay));
        update_each(slice, [=](auto& here) {
            auto& [sum] = here.state;
            const auto gradient = simd::multiply_add(decay, here.parameter, here.gradient);
            sum = simd::multiply_add(gradient, gradient, sum);
            here.parameter =
                simd::multiply_add(move, simd::quotient(gradient, simd::square_root(sum) + least), here.parameter);
        });
    }
};

} // namespace tenon
