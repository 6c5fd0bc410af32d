// SPDX-License-Identifier: BSL-1.0
//
// Conv1d: forward from places in the input, one for each tap; backward as products with the unfolded input.
#pragma once

#include "tenon/dsl/layers/conv1d.hpp"
#include "tenon/kernels/columns.hpp"
#include "tenon/kernels/convolution.hpp"
#include "tenon/kernels/matmul.hpp"
#include "tenon/kernels/ring.hpp"
#include "tenon/kernels/slices.hpp"
#include "tenon/lowered.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <type_traits>

namespace tenon {

template <auto... Spec, class In>
struct Lowered<Conv1d<Spec...>, In> {
    using Layer = Conv1d<Spec...>;
    using Joint = typename Layer::template Joint<In>;
    static constexpr std::size_t positions = Joint::positions, features = In::features, in = Joint::in;
    static constexpr std::size_t kernel = Layer::kernel, groups = Layer::groups, out = Layer::out;
    static constexpr std::size_t group_out = out / groups, terms = Joint::terms;
    static constexpr std::size_t weight = find_tensor(Joint::parameters, "weight").offset;
    static constexpr std::size_t bias = [] {
        if constexpr (Layer::bias)
            return find_tensor(Joint::parameters, "bias").offset;
        else
            return std::size_t{0};
    }();

    /// x (Batch, positions, features), y (Batch, positions, out).
    template <std::size_t Batch, class Real, class Memory>
    static void forward(const Real* x, Real* y, Memory memory) {
        for (std::size_t example = 0; example < Batch; ++example)
            convolve_from(padded(x + example * In::size, memory.scratch), memory.parameters,
                          y + example * Joint::Output::size);
    }

    /// x (new positions, features) behind those that the state holds.
    template <std::size_t Batch, class Real, std::size_t Most>
    static void forward(const Real* x, Real* y, Streaming<Real, Most> memory) {
        static_assert(Batch == 1 && positions == In::positions, "a stream is one example");
        kernels::Ring<1, features, Real> ring(memory.state, Layer::history, Most);
        kernels::enter<positions>(ring, x, memory.is_steady);
        std::array<const Real*, kernel> taps;
        for (std::size_t tap = 0; tap < kernel; ++tap) taps[tap] = ring.before(Layer::history - tap * Layer::dilation);
        convolve(taps, memory.parameters, y);
        ring.template advance<positions>();
    }

    /// With U the unfolded input, a row of kernel · in terms for each output, in each group:
    ///     dweight = Uᵀ · dy,   dbias = Σ dy over rows,   dx = fold(dy · weightᵀ).
    template <std::size_t Batch, class Real, class Pointer>
    static void backward(const Real* x, const Real*, const Real* dy, Pointer dx, Training<Real> memory) {
        constexpr std::size_t rows = Batch * positions;
        Real* const unfolded = memory.scratch + Joint::padding_scratch();
        Real* const own = unfolded + Joint::unfolded(Batch);
        Real* const rest = own + Joint::group_gradient(Batch);
        if constexpr (!std::is_null_pointer_v<Pointer>) std::fill_n(dx, Batch * In::size, Real{0});
        for (std::size_t group = 0; group < groups; ++group) {
            unfold_group<Batch>(x, group * in, unfolded, memory.scratch);
            Real* const dweight = memory.gradients + weight + group * group_out;
            kernels::matmul_transposed<terms, rows, group_out, Real, out, out>(unfolded, dy + group * group_out,
                                                                               dweight, rest, memory.team);
            if constexpr (!std::is_null_pointer_v<Pointer>) {
                const Real* upstream = dy;
                if constexpr (groups > 1) {
                    kernels::copy_columns<rows, group_out>(dy + group * group_out, out, own, group_out);
                    upstream = own;
                }
                kernels::matmul_by_transposed<rows, group_out, terms, Real, out>(
                    upstream, memory.parameters + weight + group * group_out, unfolded, memory.team);
                for (std::size_t example = 0; example < Batch; ++example)
                    kernels::fold<positions, kernel, in, Layer::stride, Layer::dilation, features, Layer::front,
                                  In::positions>(unfolded + example * positions * terms,
                                                 dx + example * In::size + group * in);
            }
        }
        if constexpr (Layer::bias) kernels::column_sums<rows, out>(dy, memory.gradients + bias, rest, memory.team);
    }

  private:
    /// An example with zeros around it, in `scratch` where there are any.
    template <class Real>
    static const Real* padded(const Real* x, Real* scratch) {
        if constexpr (Layer::front + Layer::back == 0) {
            return x;
        } else {
            std::fill_n(scratch, Layer::front * features, Real{0});
            std::copy_n(x, In::size, scratch + Layer::front * features);
            std::fill_n(scratch + Layer::front * features + In::size, Layer::back * features, Real{0});
            return scratch;
        }
    }

    template <class Real>
    static void convolve_from(const Real* x, const Real* parameters, Real* y) {
        std::array<const Real*, kernel> taps;
        for (std::size_t tap = 0; tap < kernel; ++tap) taps[tap] = x + tap * Layer::dilation * features;
        convolve(taps, parameters, y);
    }
    template <class Real>
    static void convolve(std::array<const Real*, kernel> taps, const Real* parameters, Real* y) {
        constexpr kernels::ConvolutionStrides strides{Layer::stride * features, out, out};
        for (std::size_t group = 0; group < groups; ++group) {
            const Real* const start = Layer::bias ? parameters + bias + group * group_out : nullptr;
            kernels::convolve<positions, kernel, in, group_out, strides>(taps, parameters + weight + group * group_out,
                                                                         start, y + group * group_out);
            for (const Real*& tap : taps) tap += in;
        }
    }

    template <std::size_t Batch, class Real>
    static void unfold_group(const Real* x, std::size_t first, Real* unfolded, Real* scratch) {
        for (std::size_t example = 0; example < Batch; ++example)
            kernels::unfold<positions, kernel, in, Layer::stride, Layer::dilation, features>(
                padded(x + example * In::size, scratch) + first, unfolded + example * positions * terms);
    }
};

} // namespace tenon
