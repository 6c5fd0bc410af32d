// SPDX-License-Identifier: BSL-1.0
//
// AdamW (Loshchilov and Hutter 2019, algorithm 2), as `torch.optim.AdamW`.
#pragma once

#include "tenon/optim/adam.hpp"

#include <cstddef>
#include <cstdint>

namespace tenon {

/// Adam whose weight decay is apart from the gradient: before it moves, a parameter is multiplied by
/// 1 − rate · weight_decay. Two numbers are kept for each parameter.
struct AdamW {
    static constexpr std::size_t state = 2;

    double beta1 = 0.9;
    double beta2 = 0.999;
    double epsilon = 1e-8;
    double weight_decay = 0.01;

    void require_numbers() const { detail::require_numbers_of_adam(*this); }

    template <class Real>
    void update(ParameterSlice<Real, state> slice, Real rate, std::uint64_t step) const {
        update_each(slice,
                    detail::AdamRule<Real>(*this, rate, step).decayed(1 - static_cast<double>(rate) * weight_decay, 0));
    }
};

/// AdamW that divides by the root of the largest running mean of squares so far, and not of the last one. With a weight
/// decay of 0 it is Adam with `amsgrad`. Three numbers are kept for each parameter. Source: Reddi et al., "On the
/// convergence of Adam and beyond", 2018, algorithm 2; the largest is taken before the correction, as PyTorch does.
struct AdamWAmsgrad {
    static constexpr std::size_t state = 3;

    double beta1 = 0.9;
    double beta2 = 0.999;
    double epsilon = 1e-8;
    double weight_decay = 0.01;

    void require_numbers() const { detail::require_numbers_of_adam(*this); }

    template <class Real>
    void update(ParameterSlice<Real, state> slice, Real rate, std::uint64_t step) const {
        update_each(slice,
                    detail::AdamRule<Real>(*this, rate, step).decayed(1 - static_cast<double>(rate) * weight_decay, 0));
    }
};

} // namespace tenon
