// SPDX-License-Identifier: BSL-1.0
//
// Upsample: each position several times; going back, the sum of its gradients.
#pragma once

#include "tenon/dsl/layers/upsample.hpp"
#include "tenon/kernels/pooling.hpp"
#include "tenon/lowered.hpp"

#include <algorithm>
#include <cstddef>
#include <type_traits>

namespace tenon {

template <auto... Spec, class In>
struct Lowered<Upsample<Spec...>, In> {
    static constexpr std::size_t factor = Upsample<Spec...>::factor, features = In::features;

    /// x (Batch, positions, features), y (Batch, positions, factor, features).
    template <std::size_t Batch, class Real, class Memory>
    static void forward(const Real* x, Real* y, Memory /*memory*/) {
        for (std::size_t row = 0; row < Batch * In::positions; ++row, x += features) {
            for (std::size_t copy = 0; copy < factor; ++copy, y += features) std::copy_n(x, features, y);
        }
    }

    /// dx = Σ dy over the copies.
    template <std::size_t Batch, class Real, class Pointer>
    static void backward(const Real*, const Real*, const Real* dy, Pointer dx, Training<Real> /*memory*/) {
        if constexpr (!std::is_null_pointer_v<Pointer>) {
            constexpr kernels::PoolingWindow copies{.taps = factor, .step = factor, .dilation = 1, .front = 0};
            kernels::pool<kernels::SumOfRows, copies, Batch * In::positions, features>(dy, dx);
        }
    }
};

} // namespace tenon
