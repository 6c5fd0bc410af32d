// SPDX-License-Identifier: BSL-1.0
//
// The backward pass of an amp model's WaveNet, one example at a time. It reads what training kept from its end to its
// beginning.
#pragma once

#include "tenon/dsl/nam/wavenet.hpp"
#include "tenon/kernels/matmul.hpp"
#include "tenon/kernels/planar_convolution.hpp"
#include "tenon/kernels/strips.hpp"
#include "tenon/lowered.hpp"
#include "tenon/nam/layer.hpp"
#include "tenon/simd/vector.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <type_traits>
#include <utility>

namespace tenon::detail {

/// With h what flows into a layer, z = conv(h) + mixer · x, a = activation(z), h' = h + layer1x1(a), and s the sum that
/// a is added to:
///     da = ds + W1x1 · dh',   dW1x1 = a · dh'ᵀ,   dz = activation'(z) · da,   dmixer = dz · xᵀ
///     dW_j = h_j · dzᵀ for h_j the stream as tap j sees it,   dh = dh' + Σ_j W_j · dz as seen from there
/// and of an array dh goes through its rechannel, and ds to the head of the array before. All are (channels,
/// positions); every gradient of a tensor is added to what is there.
template <class Layer, class In, class Real>
class NamGradients {
    using Joint = typename Layer::template Joint<In>;
    using Stages = typename Layer::Stages;
    static constexpr std::size_t positions = In::positions, arrays = Stages::count;
    template <std::size_t Index>
    using Array = typename Stages::template Array<Index>;

  public:
    /// `saved` is what was kept of this example.
    NamGradients(Training<Real> memory, const Real* x, const Real* saved)
        : memory_(memory), x_(x), saved_(saved + Stages::saved(positions)) {
        constexpr std::size_t block = Joint::block(Stages::widest);
        Real* place = memory.scratch;
        for (Real** each : {&dsum_, &dstream_, &a_, &shifted_, &dz_}) *each = std::exchange(place, place + block);
        behind_ = std::exchange(place, place + Joint::block(2 * Stages::widest));
        ones_and_x_ = std::exchange(place, place + Joint::block(2));
        product_ = std::exchange(place, place + aligned_size(Stages::largest_tensor));
        transposed_ = place;
        std::fill_n(ones_and_x_, positions, Real{1});
        std::copy_n(x, positions, ones_and_x_ + positions);
    }

    /// dy (positions, out). dx (positions) is a nullptr where nobody wants it.
    void run(const Real* dy, Real* dx) {
        dx_ = dx;
        if (dx_) std::fill_n(dx_, positions, Real{0});
        scale_backward(dy);
        std::fill_n(dstream_, Stages::widest * positions, Real{0});
        [&]<std::size_t... Index>(std::index_sequence<Index...>) {
            (array_backward<arrays - 1 - Index>(), ...);
        }(std::make_index_sequence<arrays>{});
    }

  private:
    /// y = scale · what leaves the last head, whose gradient goes to dz.
    void scale_backward(const Real* dy) {
        constexpr std::size_t out = Stages::out, offset = Stages::parameters.back().offset;
        const Real* const before = kept(out * positions);
        const Real scale = memory_.parameters[offset];
        Real sum = 0;
        for (std::size_t output = 0; output < out; ++output) {
            for (std::size_t position = 0; position < positions; ++position) {
                const Real upstream = dy[position * out + output];
                sum += upstream * before[output * positions + position];
                dz_[output * positions + position] = scale * upstream;
            }
        }
        memory_.gradients[offset] += sum;
    }

    template <std::size_t Index>
    void array_backward() {
        using Own = Array<Index>;
        constexpr std::size_t first = Stages::first_tensors[Index], head = first + 1 + 5 * Own::count;
        convolution_backward<Own::channels, Own::Head::kernel, Own::Head::out, head>(Own::head_history, 1);
        if constexpr (Own::Head::bias) rows_backward<Own::Head::out, head + 1>(dz_);
        spread<Own::Head::kernel, Own::Head::out, Own::channels, head>(dz_, 1, dsum_, AsItIs{});
        [&]<std::size_t... Number>(std::index_sequence<Number...>) {
            (layer_backward<Own, Own::count - 1 - Number, first + 1 + 5 * (Own::count - 1 - Number),
                            Index + 1 == arrays && Number == 0>(),
             ...);
        }(std::make_index_sequence<Own::count>{});
        if constexpr (Index == 0) {
            product<1, Own::channels, first>(x_, dstream_);
            if (dx_) spread<1, Own::channels, 1, first>(dstream_, 1, dx_, AddedTo<positions, Real>{dx_});
        } else {
            product<Own::in, Own::channels, first>(kept(Own::in * positions), dstream_);
            spread<1, Own::channels, Own::in, first>(dstream_, 1, a_, AsItIs{});
            std::swap(a_, dstream_);
            std::swap(dsum_, dz_);
        }
    }

    template <class Own, std::size_t Number, std::size_t First, bool IsLast>
    void layer_backward() {
        using Activate = NamActivate<typename Own::Activation, Own::channels * positions>;
        constexpr NamLayer layer = Own::layers[Number];
        constexpr std::size_t size = Own::channels * positions;
        const Real* const z = kept(Own::inner * positions);
        const Real* da = dsum_;
        if constexpr (!IsLast) {
            simd::for_each_vector<Real, size>(
                [&](std::size_t at, auto count) { simd::store<count>(a_ + at, Activate::value(z + at, count)); });
            product<Own::channels, Own::channels, First + 3>(a_, dstream_);
            rows_backward<Own::channels, First + 4>(dstream_);
            spread<1, Own::channels, Own::channels, First + 3>(dstream_, 1, a_, AddedTo<positions, Real>{dsum_});
            da = a_;
        }
        simd::for_each_vector<Real, size>([&](std::size_t at, auto count) {
            Activate::gradient(z + at, simd::load<count>(da + at), dz_ + at, count);
        });
        convolution_backward<Own::channels, layer.kernel, Own::inner, First>(layer.history(), layer.dilation);
        kernels::matmul_by_transposed<Own::inner, positions, 2>(dz_, static_cast<const Real*>(ones_and_x_), product_);
        for (std::size_t output = 0; output < Own::inner; ++output) {
            gradient<First + 1>()[output] += product_[2 * output];
            gradient<First + 2>()[output] += product_[2 * output + 1];
        }
        if (dx_) {
            kernels::convolve_planar<positions, 1, Own::inner, 1>(
                std::array<const Real*, 1>{dz_}, positions, parameter<First + 2>(), static_cast<const Real*>(nullptr),
                dx_, AddedTo<positions, Real>{dx_});
        }
        spread<layer.kernel, Own::inner, Own::channels, First>(dz_, layer.dilation, a_,
                                                               AddedTo<positions, Real>{dstream_});
        std::swap(a_, dstream_);
    }

    /// The next numbers that were kept, from the end on.
    const Real* kept(std::size_t size) { return saved_ -= size; }
    template <std::size_t Tensor>
    [[nodiscard]] const Real* parameter() const {
        return memory_.parameters + Stages::parameters[Tensor].offset;
    }
    template <std::size_t Tensor>
    [[nodiscard]] Real* gradient() const {
        return memory_.gradients + Stages::parameters[Tensor].offset;
    }

    /// The weight's gradient, tap by tap, from what was kept with zeros in front, and dz.
    template <std::size_t Rows, std::size_t Kernel, std::size_t Out, std::size_t Tensor>
    void convolution_backward(std::size_t history, std::size_t dilation) {
        const std::size_t zeros = std::min(history, positions), stride = zeros + positions;
        const Real* const from = kept(Rows * stride) + zeros;
        for (std::size_t tap = 0; tap < Kernel; ++tap) {
            const std::size_t back = std::min((Kernel - 1 - tap) * dilation, positions);
            for (std::size_t row = 0; row < Rows; ++row)
                std::copy_n(from + row * stride - back, positions, shifted_ + row * positions);
            product<Rows, Out, Tensor>(shifted_, dz_, tap * Rows * Out);
        }
    }
    /// The gradient of a (rows, columns) part of a tensor: left (rows, positions) · right (columns, positions)ᵀ.
    template <std::size_t Rows, std::size_t Columns, std::size_t Tensor>
    void product(const Real* left, const Real* right, std::size_t part = 0) {
        kernels::matmul_by_transposed<Rows, positions, Columns>(left, right, product_);
        Real* const to = gradient<Tensor>() + part;
        for (std::size_t at = 0; at < Rows * Columns; ++at) to[at] += product_[at];
    }
    /// A bias' gradient: the sums of rows.
    template <std::size_t Rows, std::size_t Tensor>
    void rows_backward(const Real* upstream) {
        product<Rows, 1, Tensor>(upstream, ones_and_x_);
    }

    /// to (Out, positions) = Σ W_j · upstream (Rows, positions) as many positions later as tap j looked back.
    template <std::size_t Kernel, std::size_t Rows, std::size_t Out, std::size_t Tensor, class Finish>
    void spread(const Real* upstream, std::size_t dilation, Real* to, const Finish& finish) {
        const Real* const weight = parameter<Tensor>();
        for (std::size_t tap = 0; tap < Kernel; ++tap) {
            for (std::size_t row = 0; row < Rows; ++row) {
                for (std::size_t out = 0; out < Out; ++out)
                    transposed_[(tap * Rows + row) * Out + out] = weight[(tap * Out + out) * Rows + row];
            }
        }
        const std::size_t zeros = std::min((Kernel - 1) * dilation, positions), stride = positions + zeros;
        for (std::size_t row = 0; row < Rows; ++row) {
            std::copy_n(upstream + row * positions, positions, behind_ + row * stride);
            std::fill_n(behind_ + row * stride + positions, zeros, Real{0});
        }
        std::array<const Real*, Kernel> taps;
        for (std::size_t tap = 0; tap < Kernel; ++tap)
            taps[tap] = behind_ + std::min((Kernel - 1 - tap) * dilation, positions);
        kernels::convolve_planar<positions, Kernel, Rows, Out>(taps, stride, transposed_,
                                                               static_cast<const Real*>(nullptr), to, finish);
    }

    Training<Real> memory_;
    const Real* x_;
    const Real* saved_;
    Real* dx_ = nullptr;
    Real *dsum_ = nullptr, *dstream_ = nullptr, *a_ = nullptr, *shifted_ = nullptr, *dz_ = nullptr;
    Real *behind_ = nullptr, *ones_and_x_ = nullptr, *product_ = nullptr, *transposed_ = nullptr;
};

} // namespace tenon::detail
