// SPDX-License-Identifier: BSL-1.0
//
// Stochastic gradient descent with momentum, as `torch.optim.SGD`.
#pragma once

#include "tenon/optim/optimizer.hpp"
#include "tenon/optim/update_each.hpp"
#include "tenon/require.hpp"
#include "tenon/simd/vector.hpp"

#include <cstddef>
#include <cstdint>

namespace tenon {

/// Moves by a sum of past gradients, of which each step keeps a share:
///     g = gradient + weight_decay · parameter,
///     velocity = momentum · velocity + (1 − dampening) · g, or g in the first step,
///     parameter -= rate · velocity, or, with nesterov, rate · (g + momentum · velocity).
/// Source: Sutskever et al., "On the importance of initialization and momentum in deep learning", 2013, in PyTorch's
/// form. One number is kept for each parameter.
struct SgdMomentum {
    static constexpr std::size_t state = 1;

    double momentum = 0.9;
    double dampening = 0;
    double weight_decay = 0;
    bool nesterov = false;

    void require_numbers() const {
        detail::require_not_negative("momentum", momentum);
        detail::require_not_negative("weight_decay", weight_decay);
        if (nesterov) {
            detail::require_positive("the momentum of nesterov", momentum);
            detail::require_number(dampening == 0, "the dampening of nesterov", dampening, "of 0");
        }
    }

    template <class Real>
    void update(ParameterSlice<Real, state> slice, Real rate, std::uint64_t step) const {
        const auto number = [](double value) { return simd::broadcast(static_cast<Real>(value)); };
        const auto keep = number(momentum), take = number(step == 1 ? 1 : 1 - dampening), decay = number(weight_decay);
        const auto move = simd::broadcast(-rate);
        update_each(slice, [=, this](auto& here) {
            auto& [velocity] = here.state;
            const auto gradient = simd::multiply_add(decay, here.parameter, here.gradient);
            velocity = simd::multiply_add(keep, velocity, take * gradient);
            const auto along = nesterov ? simd::multiply_add(keep, velocity, gradient) : velocity;
            here.parameter = simd::multiply_add(move, along, here.parameter);
        });
    }
};

} // namespace tenon
