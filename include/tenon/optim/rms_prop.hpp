// SPDX-License-Identifier: BSL-1.0
//
// RMSProp (Hinton's lecture 6e), as `torch.optim.RMSprop`.
#pragma once

#include "tenon/optim/optimizer.hpp"
#include "tenon/optim/update_each.hpp"
#include "tenon/require.hpp"
#include "tenon/simd/vector.hpp"

#include <cstddef>
#include <cstdint>

namespace tenon {

/// Moves by gradients divided by the root of a running mean of their squares:
///     g = gradient + weight_decay · parameter,   v = α·v + (1 − α)·g²,   parameter -= rate · g / (√v + ε).
/// One number is kept for each parameter. PyTorch's `momentum` and `centered` are not there.
struct RmsProp {
    static constexpr std::size_t state = 1;

    double alpha = 0.99;
    double epsilon = 1e-8;
    double weight_decay = 0;

    void require_numbers() const {
        detail::require_share("alpha", alpha);
        detail::require_not_negative("epsilon", epsilon);
        detail::require_not_negative("weight_decay", weight_decay);
    }

    template <class Real>
    void update(ParameterSlice<Real, state> slice, Real rate, std::uint64_t /*step*/) const {
        const auto number = [](double value) { return simd::broadcast(static_cast<Real>(value)); };
        const auto keep = number(alpha), fresh = number(1 - alpha), least = number(epsilon);
        const auto decay = number(weight_decay), move = simd::broadcast(-rate);
        update_each(slice, [=](auto& here) {
            auto& [square] = here.state;
            const auto gradient = simd::multiply_add(decay, here.parameter, here.gradient);
            square = simd::multiply_add(fresh * gradient, gradient, keep * square);
            here.parameter =
                simd::multiply_add(move, simd::quotient(gradient, simd::square_root(square) + least), here.parameter);
        });
    }
};

} // namespace tenon
