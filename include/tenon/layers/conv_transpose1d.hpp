// SPDX-License-Identifier: BSL-1.0
//
// ConvTranspose1d: what Conv1d does going back. Forward is a product whose results are folded, backward two products
// with the unfolded gradient.
#pragma once

#include "tenon/dsl/layers/conv_transpose1d.hpp"
#include "tenon/kernels/columns.hpp"
#include "tenon/kernels/convolution.hpp"
#include "tenon/kernels/matmul.hpp"
#include "tenon/kernels/slices.hpp"
#include "tenon/lowered.hpp"

#include <algorithm>
#include <cstddef>
#include <type_traits>

namespace tenon {

template <auto... Spec, class In>
struct Lowered<ConvTranspose1d<Spec...>, In> {
    using Layer = ConvTranspose1d<Spec...>;
    using Joint = typename Layer::template Joint<In>;
    static constexpr std::size_t positions = Joint::positions, features = In::features, in = Joint::in;
    static constexpr std::size_t kernel = Layer::kernel, groups = Layer::groups, out = Layer::out;
    static constexpr std::size_t group_out = Joint::group_out, terms = Joint::terms;
    static constexpr std::size_t weight = find_tensor(Joint::parameters, "weight").offset;
    static constexpr std::size_t bias = [] {
        if constexpr (Layer::bias)
            return find_tensor(Joint::parameters, "bias").offset;
        else
            return std::size_t{0};
    }();

    /// x (Batch, positions, features), y (Batch, more positions, out). With U = x · weightᵀ, a row of kernel · out
    /// terms for each input, in each group:
    ///     y = bias + fold(U).
    template <std::size_t Batch, class Real, class Memory>
    static void forward(const Real* x, Real* y, Memory memory) {
        constexpr std::size_t rows = Batch * In::positions;
        Real* const unfolded = memory.scratch;
        for (std::size_t row = 0; row < Batch * positions; ++row) {
            if constexpr (Layer::bias)
                std::copy_n(memory.parameters + bias, out, y + row * out);
            else
                std::fill_n(y + row * out, out, Real{0});
        }
        for (std::size_t group = 0; group < groups; ++group) {
            const Real* inputs = x;
            if constexpr (groups > 1) {
                Real* const own = unfolded + Joint::unfolded(Batch);
                kernels::copy_columns<rows, in>(x + group * in, features, own, in);
                inputs = own;
            }
            kernels::matmul_by_transposed<rows, in, terms, Real, features>(
                inputs, memory.parameters + weight + group * in, unfolded, memory.team);
            for (std::size_t example = 0; example < Batch; ++example)
                kernels::fold<In::positions, kernel, group_out, Layer::stride, Layer::dilation, out, 0, positions>(
                    unfolded + example * In::positions * terms, y + example * Joint::Output::size + group * group_out);
        }
    }

    /// With V the unfolded dy, a row of kernel · out terms for each input, in each group:
    ///     dweight = Vᵀ · x,   dbias = Σ dy over rows,   dx = V · weight.
    template <std::size_t Batch, class Real, class Pointer>
    static void backward(const Real* x, const Real*, const Real* dy, Pointer dx, Training<Real> memory) {
        constexpr std::size_t rows = Batch * In::positions;
        Real* const unfolded = memory.scratch;
        Real* const with_zeros = unfolded + Joint::unfolded(Batch);
        Real* const rest = with_zeros + Joint::padding_scratch();
        for (std::size_t group = 0; group < groups; ++group) {
            for (std::size_t example = 0; example < Batch; ++example)
                kernels::unfold<In::positions, kernel, group_out, Layer::stride, Layer::dilation, out>(
                    padded(dy + example * Joint::Output::size, with_zeros) + group * group_out,
                    unfolded + example * In::positions * terms);
            kernels::matmul_transposed<terms, rows, in, Real, features, features>(
                unfolded, x + group * in, memory.gradients + weight + group * in, rest, memory.team);
            if constexpr (!std::is_null_pointer_v<Pointer>)
                kernels::matmul<rows, terms, in, Real, features, features>(
                    unfolded, memory.parameters + weight + group * in, nullptr, dx + group * in, memory.team);
        }
        if constexpr (Layer::bias)
            kernels::column_sums<Batch * positions, out>(dy, memory.gradients + bias, rest, memory.team);
    }

  private:
    /// An example's dy with zeros where the output was cut, in `scratch` if it was.
    template <class Real>
    static const Real* padded(const Real* dy, Real* scratch) {
        if constexpr (Joint::given <= positions) {
            return dy;
        } else {
            std::copy_n(dy, Joint::Output::size, scratch);
            std::fill_n(scratch + Joint::Output::size, (Joint::given - positions) * out, Real{0});
            return scratch;
        }
    }
};

} // namespace tenon
