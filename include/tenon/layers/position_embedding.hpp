// SPDX-License-Identifier: BSL-1.0
//
// PositionEmbedding: y = x + the row of weight that belongs to each position.
#pragma once

#include "tenon/dsl/layers/position_embedding.hpp"
#include "tenon/kernels/columns.hpp"
#include "tenon/kernels/pointwise.hpp"
#include "tenon/lowered.hpp"

#include <algorithm>
#include <cstddef>
#include <type_traits>

namespace tenon {

template <auto... Spec, class In>
struct Lowered<PositionEmbedding<Spec...>, In> {
    using Joint = typename PositionEmbedding<Spec...>::template Joint<In>;

    /// x, y (Batch, positions, features).
    template <std::size_t Batch, class Real, class Memory>
    static void forward(const Real* x, Real* y, Memory memory) {
        for (std::size_t example = 0; example < Batch; ++example) {
            kernels::zip<In::size>(x + example * In::size, memory.parameters, y + example * In::size,
                                   [](auto value, auto row) { return value + row; });
        }
    }

    /// dweight = Σ dy over examples, 0 in rows that are not used; dx = dy.
    template <std::size_t Batch, class Real, class Pointer>
    static void backward(const Real*, const Real*, const Real* dy, Pointer dx, Training<Real> memory) {
        kernels::column_sums<Batch, In::size>(dy, memory.gradients, memory.scratch, memory.team);
        constexpr std::size_t rest = element_count(Joint::parameters) - In::size;
        std::fill_n(memory.gradients + In::size, rest, Real{0});
        if constexpr (!std::is_null_pointer_v<Pointer>) std::copy_n(dy, Batch * In::size, dx);
    }
};

} // namespace tenon
