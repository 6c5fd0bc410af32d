// SPDX-License-Identifier: BSL-1.0
//
// PRelu: y = x where x > 0, weight · x elsewhere, with a slope for each feature.
#pragma once

#include "tenon/dsl/layers/prelu.hpp"
#include "tenon/kernels/slopes.hpp"
#include "tenon/lowered.hpp"

#include <cstddef>

namespace tenon {

template <auto... Spec, class In>
struct Lowered<PRelu<Spec...>, In> {
    static constexpr std::size_t features = In::features;
    template <std::size_t Batch>
    static constexpr std::size_t rows = Batch * In::positions;

    /// x, y (Batch, …, features).
    template <std::size_t Batch, class Real, class Memory>
    static void forward(const Real* x, Real* y, Memory memory) {
        kernels::scale_negatives<rows<Batch>, features>(x, memory.parameters, y, memory.team, memory.next);
    }

    /// dweight = Σ dy · x where x is not above 0; dx = dy where x > 0, weight · dy elsewhere.
    template <std::size_t Batch, class Real, class Pointer>
    static void backward(const Real* x, const Real*, const Real* dy, Pointer dx, Training<Real> memory) {
        kernels::scale_negatives_backward<rows<Batch>, features>(x, memory.parameters, dy, memory.gradients, dx,
                                                                 memory.scratch, memory.team);
    }
};

} // namespace tenon
