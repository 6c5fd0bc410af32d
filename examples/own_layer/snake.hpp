// SPDX-License-Identifier: BSL-1.0
//
// A layer of one's own: Snake, whose frequency is learned for each feature. Nothing in tenon knows it.
#pragma once

#include <tenon/lowered.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <type_traits>

/// y = x + sin²(a · x) / a with a frequency a. Source: Ziyin et al., "Neural Networks Fail to Learn Periodic Functions
/// and How to Fix It", 2020.
struct Snake {
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
            tenon::tensors(tenon::TensorSpec{"frequency", {In::features}, tenon::Init::ones});
    };
};

/// How it runs. Rows are (batch and positions), columns are features.
template <class In>
struct tenon::Lowered<Snake, In> {
    template <std::size_t Batch, class Real, class Memory>
    static void forward(const Real* x, Real* y, Memory memory) {
        for (std::size_t at = 0; at < Batch * In::size; ++at) {
            const Real a = memory.parameters[at % In::features], sine = std::sin(a * x[at]);
            y[at] = x[at] + sine * sine / a;
        }
    }

    /// With y' = 1 + sin(2 · a · x): dx = dy · y', and da = Σ dy · (x · (y' - 1) - (y - x)) / a. Backward overwrites
    /// both.
    template <std::size_t Batch, class Real, class Pointer>
    static void backward(const Real* x, const Real* y, const Real* dy, Pointer dx, Training<Real> memory) {
        std::fill_n(memory.gradients, In::features, Real{0});
        for (std::size_t at = 0; at < Batch * In::size; ++at) {
            const std::size_t feature = at % In::features;
            const Real a = memory.parameters[feature], wave = std::sin(2 * a * x[at]);
            memory.gradients[feature] += dy[at] * (x[at] * wave - (y[at] - x[at])) / a;
            if constexpr (!std::is_null_pointer_v<Pointer>) dx[at] = dy[at] * (1 + wave);
        }
    }
};
