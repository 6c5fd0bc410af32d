// SPDX-License-Identifier: BSL-1.0
//
// One layer of an amp model's WaveNet, in words of kernels.
#pragma once

#include "tenon/dsl/nam/wavenet.hpp"
#include "tenon/kernels/planar_convolution.hpp"
#include "tenon/kernels/strips.hpp"
#include "tenon/lowered.hpp"
#include "tenon/simd/vector.hpp"

#include <array>
#include <cstddef>

namespace tenon::detail {

/// What comes behind the sum of a convolution: nothing, the input mixed in, or what is already there.
struct AsItIs {
    template <class Strip>
    static auto along_positions(std::size_t, std::size_t, typename Strip::Vectors sum, Strip) {
        return sum;
    }
    template <class Strip>
    static auto along_outputs(std::size_t, typename Strip::Vectors sum, Strip) {
        return sum;
    }
};
template <class Real>
struct MixedIn {
    const Real* mixer; ///< a factor for each output
    const Real* input; ///< a number at each position

    template <class Strip>
    [[nodiscard]] auto along_positions(std::size_t output, std::size_t position, typename Strip::Vectors sum,
                                       Strip) const {
        return mixed(Strip::filled(mixer[output]), Strip::load(input + position), sum, Strip{});
    }
    template <class Strip>
    [[nodiscard]] auto along_outputs(std::size_t output, typename Strip::Vectors sum, Strip) const {
        return mixed(Strip::load(mixer + output), Strip::filled(*input), sum, Strip{});
    }

  private:
    template <class Strip, class Vectors = typename Strip::Vectors>
    static Vectors mixed(const Vectors& left, const Vectors& right, Vectors sum, Strip) {
        for (std::size_t index = 0; index < Strip::width; ++index)
            sum[index] = simd::multiply_add(left[index], right[index], sum[index]);
        return sum;
    }
};
template <std::size_t Positions, class Real>
struct AddedTo {
    const Real* before; ///< (outputs, Positions)

    template <class Strip>
    [[nodiscard]] auto along_positions(std::size_t output, std::size_t position, typename Strip::Vectors sum,
                                       Strip) const {
        return Strip::sum(Strip::load(before + output * Positions + position), sum);
    }
    template <class Strip>
    [[nodiscard]] auto along_outputs(std::size_t output, typename Strip::Vectors sum, Strip) const {
        return Strip::sum(Strip::load(before + output), sum);
    }
};

/// The activation: z (channels, or twice as many where it is gated) gives a. `Size` numbers of z are a half.
template <class Activation, std::size_t Size>
struct NamActivate {
    using Function = typename Lowered<Activation, Shape<1>>::PointwiseFunction;

    template <class Real, class Count>
    static simd::Vector<Real> value(const Real* z, Count count) {
        return Function::value(simd::load<count>(z));
    }
    /// da becomes dz.
    template <class Real, class Count>
    static void gradient(const Real* z, simd::Vector<Real> da, Real* dz, Count count) {
        const auto x = simd::load<count>(z);
        simd::store<count>(dz, Function::gradient(x, Function::value(x), da));
    }
};
template <class Value, class GateFunction, std::size_t Size>
struct NamActivate<nam::Gate<Value, GateFunction>, Size> {
    using OfValue = typename Lowered<Value, Shape<1>>::PointwiseFunction;
    using OfGate = typename Lowered<GateFunction, Shape<1>>::PointwiseFunction;

    template <class Real, class Count>
    static simd::Vector<Real> value(const Real* z, Count count) {
        return simd::rounded(OfValue::value(simd::load<count>(z)) * OfGate::value(simd::load<count>(z + Size)));
    }
    template <class Real, class Count>
    static void gradient(const Real* z, simd::Vector<Real> da, Real* dz, Count count) {
        const auto x = simd::load<count>(z), g = simd::load<count>(z + Size);
        const auto value = OfValue::value(x), gate = OfGate::value(g);
        simd::store<count>(dz, OfValue::gradient(x, value, da * gate));
        simd::store<count>(dz + Size, OfGate::gradient(g, gate, da * value));
    }
};

/// Where the tensors of a layer lie.
template <class Real>
struct NamTensors {
    const Real *weight, *bias, *mixer, *weight1x1, *bias1x1;
};

/// What layers of an array do to (channels, Positions).
template <std::size_t Positions, class Array, class Real>
struct NamLayerRun {
    static constexpr std::size_t channels = Array::channels, inner = Array::inner, size = channels * Positions;
    using Activate = NamActivate<typename Array::Activation, size>;

    /// y = start + a convolution of what `before(back)` finds, whose rows lie `stride` apart.
    template <std::size_t Kernel, std::size_t Out, class Before, class Finish>
    static void convolve(const Before& before, std::size_t dilation, std::size_t stride, const Real* weight,
                         const Real* start, Real* y, const Finish& finish) {
        std::array<const Real*, Kernel> taps;
        for (std::size_t tap = 0; tap < Kernel; ++tap) taps[tap] = before((Kernel - 1 - tap) * dilation);
        kernels::convolve_planar<Positions, Kernel, channels, Out>(taps, stride, weight, start, y, finish);
    }
    /// y (To) from x (From), without a bias.
    template <std::size_t From, std::size_t To>
    static void pointwise(const Real* x, const Real* weight, Real* y) {
        kernels::convolve_planar<Positions, 1, From, To>(std::array{x}, Positions, weight,
                                                         static_cast<const Real*>(nullptr), y, AsItIs{});
    }

    /// z = conv(h) + input_mixer · x.
    template <std::size_t Kernel, class Before>
    static void enter(const Before& before, std::size_t dilation, std::size_t stride, const Real* x,
                      const NamTensors<Real>& tensors, Real* z) {
        convolve<Kernel, inner>(before, dilation, stride, tensors.weight, tensors.bias, z,
                                MixedIn<Real>{tensors.mixer, x});
    }
    /// a = activation(z), which may lie where z does; sum = sum + a.
    static void activate(const Real* z, Real* a, Real* sum) {
        simd::for_each_vector<Real, size>([=](std::size_t at, auto count) {
            const auto value = Activate::value(z + at, count);
            simd::store<count>(a + at, value);
            simd::store<count>(sum + at, simd::load<count>(sum + at) + value);
        });
    }
    /// h = h + layer1x1(a).
    static void leave(const Real* a, const NamTensors<Real>& tensors, Real* h) {
        kernels::convolve_planar<Positions, 1, channels, channels>(std::array{a}, Positions, tensors.weight1x1,
                                                                   tensors.bias1x1, h, AddedTo<Positions, Real>{h});
    }
};

} // namespace tenon::detail
