// SPDX-License-Identifier: BSL-1.0
//
// A layer of one's own: PReLU, whose slope below 0 is learned for each feature. Nothing in tenon knows it.
#pragma once

#include <tenon/lowered.hpp>

#include <algorithm>
#include <cstddef>
#include <type_traits>

/// y = x where x > 0 and slope · x elsewhere. Source: He et al., "Delving Deep into Rectifiers", 2015.
struct PRelu {
    /// What it takes: real numbers. `Unfit` names what does not fit, and the compiler says it in a sentence.
    template <class In>
    static constexpr auto check() {
        return tenon::check_reals<In>();
    }

    /// What it gives and what it learns on such an input.
    template <class In>
    struct Joint : tenon::JointDefaults {
        using Output = In;
        static constexpr auto parameters =
            tenon::tensors(tenon::TensorSpec{"slope", {In::features}, tenon::Init::ones});
    };
};

/// How it runs. Rows are (batch and positions), columns are features.
template <class In>
struct tenon::Lowered<PRelu, In> {
    template <std::size_t Batch, class Real, class Memory>
    static void forward(const Real* x, Real* y, Memory memory) {
        for (std::size_t at = 0; at < Batch * In::size; ++at) {
            y[at] = x[at] > 0 ? x[at] : memory.parameters[at % In::features] * x[at];
        }
    }

    /// dslope = Σ dy · x where x is not above 0; dx = dy there times slope. Backward overwrites both.
    template <std::size_t Batch, class Real, class Pointer>
    static void backward(const Real* x, const Real*, const Real* dy, Pointer dx, Training<Real> memory) {
        std::fill_n(memory.gradients, In::features, Real{0});
        for (std::size_t at = 0; at < Batch * In::size; ++at) {
            const std::size_t feature = at % In::features;
            if (!(x[at] > 0)) memory.gradients[feature] += dy[at] * x[at];
            if constexpr (!std::is_null_pointer_v<Pointer>) {
                dx[at] = x[at] > 0 ? dy[at] : memory.parameters[feature] * dy[at];
            }
        }
    }
};
