// SPDX-License-Identifier: BSL-1.0
//
// Dropout: y = x · factor in training, factor being 0 for what is dropped; y = x in evaluation.
#pragma once

#include "tenon/dsl/layers/dropout.hpp"
#include "tenon/kernels/dropout.hpp"
#include "tenon/kernels/pointwise.hpp"
#include "tenon/lowered.hpp"

#include <algorithm>
#include <cstddef>
#include <type_traits>

namespace tenon {

template <auto... Spec, class In>
struct Lowered<Dropout<Spec...>, In> {
    /// x, y (Batch, …).
    template <std::size_t Batch, class Real>
    static void forward(const Real* x, Real* y, Training<Real> memory) {
        const RngKey& key = memory.rng_key;
        kernels::dropout_factors<Batch * In::size>(kernels::derived(key.seed, key.layer), key.examples * In::size,
                                                   Dropout<Spec...>::dropped.value, memory.saved);
        kernels::zip<Batch * In::size>(x, memory.saved, y, [](auto value, auto factor) { return value * factor; });
    }
    template <std::size_t Batch, class Real>
    static void forward(const Real* x, Real* y, Evaluation<Real>) {
        std::copy_n(x, Batch * In::size, y);
    }

    /// dx = dy · factor.
    template <std::size_t Batch, class Real, class Pointer>
    static void backward(const Real*, const Real*, const Real* dy, Pointer dx, Training<Real> memory) {
        if constexpr (!std::is_null_pointer_v<Pointer>) {
            kernels::zip<Batch * In::size>(dy, memory.saved, dx,
                                           [](auto value, auto factor) { return value * factor; });
        }
    }
};

} // namespace tenon
