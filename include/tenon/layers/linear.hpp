// SPDX-License-Identifier: BSL-1.0
//
// Linear: y = x · weight + bias at every position.
#pragma once

#include "tenon/dsl/layers/linear.hpp"
#include "tenon/kernels/columns.hpp"
#include "tenon/kernels/matmul.hpp"
#include "tenon/lowered.hpp"

#include <algorithm>
#include <cstddef>
#include <type_traits>

namespace tenon {

template <auto... Spec, class In>
struct Lowered<Linear<Spec...>, In> {
    using Joint = typename Linear<Spec...>::template Joint<In>;
    static constexpr std::size_t in = Joint::in;
    static constexpr std::size_t out = Linear<Spec...>::out, row = Linear<Spec...>::row;
    static constexpr bool has_bias = Linear<Spec...>::bias;
    static constexpr std::size_t weight = find_tensor(Joint::parameters, "weight").offset;
    static constexpr std::size_t bias = [] {
        if constexpr (has_bias)
            return find_tensor(Joint::parameters, "bias").offset;
        else
            return std::size_t{0};
    }();

    /// x (Batch, …, in), y (Batch, …, out): y = x · weight + bias.
    template <std::size_t Batch, class Real, class Memory>
    static void forward(const Real* x, Real* y, Memory memory) {
        const Real* start = has_bias ? memory.parameters + bias : nullptr;
        kernels::matmul<Batch * In::positions, in, out, Real, out, row>(x, memory.parameters + weight, start, y,
                                                                        memory.team);
    }

    /// dweight = xᵀ · dy, and 0 where rows are padded,   dbias = Σ dy over rows,   dx = dy · weightᵀ.
    template <std::size_t Batch, class Real, class Pointer>
    static void backward(const Real* x, const Real*, const Real* dy, Pointer dx, Training<Real> memory) {
        constexpr std::size_t rows = Batch * In::positions;
        Real* dweight = memory.gradients + weight;
        kernels::matmul_transposed<in, rows, out, Real, out, row>(x, dy, dweight, memory.scratch, memory.team);
        if constexpr (row > out) {
            for (std::size_t end = out; end < in * row; end += row) std::fill_n(dweight + end, row - out, Real{0});
        }
        if constexpr (has_bias)
            kernels::column_sums<rows, out>(dy, memory.gradients + bias, memory.scratch, memory.team);
        if constexpr (!std::is_null_pointer_v<Pointer>) {
            kernels::matmul_by_transposed<rows, out, in, Real, row>(dy, memory.parameters + weight, dx, memory.team);
        }
    }
};

} // namespace tenon
