// SPDX-License-Identifier: BSL-1.0
//
// An optimizer that is chosen when the program runs, so that each model is compiled for one Trainer.
#pragma once

#include "commands.hpp"

#include "tenon/optim/adamw.hpp"
#include "tenon/optim/optimizer.hpp"
#include "tenon/optim/parameter_groups.hpp"
#include "tenon/optim/sgd.hpp"
#include "tenon/optim/sgd_momentum.hpp"

#include <cstddef>
#include <cstdint>

namespace names {

/// Weights of matrices decay, biases and what norms learn do not. Betas are makemore's.
struct ChosenOptimizer {
    static constexpr std::size_t state = 2;

    program::OptimizerKind kind = program::OptimizerKind::sgd;
    double decay = 0;

    template <class Real>
    void update(tenon::ParameterSlice<Real, state> slice, Real rate, std::uint64_t step) const {
        using program::OptimizerKind;
        const auto move = [&]<class Optimizer>(const Optimizer& optimizer) {
            optimizer.update(tenon::narrowed<Optimizer::state>(slice), rate, step);
        };
        const double here = tenon::is_matrix(*slice.tensor) ? decay : 0;
        if (kind == OptimizerKind::adamw)
            move(tenon::AdamW{.beta1 = 0.9, .beta2 = 0.99, .weight_decay = here});
        else if (kind == OptimizerKind::momentum || here > 0)
            move(tenon::SgdMomentum{.momentum = kind == OptimizerKind::momentum ? 0.9 : 0.0, .weight_decay = here});
        else
            move(tenon::Sgd{});
    }
};

} // namespace names
