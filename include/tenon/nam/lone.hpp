// SPDX-License-Identifier: BSL-1.0
//
// Samples one by one: a layer can begin only when the one before it is done, so what counts is how long each result is
// waited for. What depends on older samples is summed first, and what depends on the newest in short chains.
#pragma once

#include "tenon/dsl/nam/wavenet.hpp"
#include "tenon/kernels/ring.hpp"
#include "tenon/kernels/strips.hpp"
#include "tenon/nam/layer.hpp"
#include "tenon/simd/vector.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <type_traits>
#include <utility>

namespace tenon::detail {

/// `Count` outputs in whole vectors: what is read and written behind them is not looked at, and there is room for it.
template <class Real, std::size_t Count>
using WholeStrip = simd::Strip<Real, (Count + simd::lanes<Real> - 1) / simd::lanes<Real>, simd::lanes<Real>>;

/// Adds one to four chains to a sum, two and two.
template <std::size_t Chains, class Strip>
[[gnu::always_inline]] inline void add_chains_to(const std::array<typename Strip::Vectors, Chains>& sums,
                                                 typename Strip::Vectors& sum, Strip) {
    TENON_UNROLL
    for (std::size_t index = 0; index < Strip::width; ++index) {
        auto total = sums[0][index];
        if constexpr (Chains > 1) total = total + sums[1][index];
        if constexpr (Chains == 3) total = total + sums[2][index];
        if constexpr (Chains == 4) total = total + (sums[2][index] + sums[3][index]);
        sum[index] = sum[index] + total;
    }
}
/// sums[i] = sums[i] + x[term] · weight[term] for terms in turn.
template <std::size_t Terms, std::size_t Row, std::size_t Chains, class Strip, class Real>
[[gnu::always_inline]] inline void add_in_turn(const Real* x, const Real* weight,
                                               std::array<typename Strip::Vectors, Chains>& sums, Strip) {
    TENON_UNROLL
    for (std::size_t term = 0; term < Terms; ++term) {
        const auto left = simd::broadcast(x[term]);
        const auto right = Strip::load(weight + term * Row);
        TENON_UNROLL
        for (std::size_t index = 0; index < Strip::width; ++index)
            sums[term % Chains][index] = simd::multiply_add(left, right[index], sums[term % Chains][index]);
    }
}
/// sum + x (Terms) · weight (Terms, Out), four terms to a chain.
template <std::size_t Terms, std::size_t Out, class Strip, class Real>
[[gnu::always_inline]] inline void add_product(const Real* x, const Real* weight, typename Strip::Vectors& sum, Strip) {
    constexpr std::size_t chains = std::clamp<std::size_t>(Terms / 4, 1, 4);
    std::array<typename Strip::Vectors, chains> sums;
    sums.fill(Strip::filled(0));
    add_in_turn<Terms, Out>(x, weight, sums, Strip{});
    add_chains_to<chains>(sums, sum, Strip{});
}

/// What layers of an array do to one sample of their channels, which lie side by side.
template <class Array, class Real>
struct NamLoneRun {
    static constexpr std::size_t channels = Array::channels, inner = Array::inner;
    using Channels = WholeStrip<Real, channels>;
    using Inner = WholeStrip<Real, inner>;
    using Activation = NamActivate<typename Array::Activation, channels>;

    /// z: what comes from the input, and from older samples.
    template <std::size_t Kernel>
    [[gnu::always_inline]] static void begin(const kernels::Ring<1, channels, Real>& ring, std::size_t dilation,
                                             const Real* x, const NamTensors<Real>& tensors,
                                             typename Inner::Vectors& z) {
        constexpr std::size_t chains = std::clamp<std::size_t>(Kernel - 1, 1, 4), lanes = simd::lanes<Real>;
        std::array<typename Inner::Vectors, chains> sums;
        sums.fill(Inner::filled(0));
        const auto input = simd::broadcast(*x);
        TENON_UNROLL
        for (std::size_t index = 0; index < Inner::width; ++index) {
            z[index] = simd::multiply_add(simd::load<lanes>(tensors.mixer + index * lanes), input,
                                          simd::load<lanes>(tensors.bias + index * lanes));
        }
        TENON_UNROLL
        for (std::size_t tap = 0; tap + 1 < Kernel; ++tap) {
            const Real* const from = ring.before((Kernel - 1 - tap) * dilation);
            const Real* const weight = tensors.weight + tap * channels * inner;
            TENON_UNROLL
            for (std::size_t channel = 0; channel < channels; ++channel) {
                const auto left = simd::broadcast(from[channel]);
                TENON_UNROLL
                for (std::size_t index = 0; index < Inner::width; ++index) {
                    const auto right = simd::load<lanes>(weight + channel * inner + index * lanes);
                    sums[tap % chains][index] = simd::multiply_add(left, right, sums[tap % chains][index]);
                }
            }
        }
        add_chains_to<chains>(sums, z, Inner{});
    }
    /// And from the newest.
    template <std::size_t Kernel>
    [[gnu::always_inline]] static void finish(const Real* newest, const NamTensors<Real>& tensors,
                                              typename Inner::Vectors& z) {
        add_product<channels, inner>(newest, tensors.weight + (Kernel - 1) * channels * inner, z, Inner{});
    }
    /// a = activation(z); sum = sum + a. A gate has its two halves in memory.
    [[gnu::always_inline]] static void activate(const typename Inner::Vectors& z, Real* a, Real* sum) {
        constexpr std::size_t lanes = simd::lanes<Real>;
        if constexpr (Array::gated) Inner::store(a, z);
        TENON_UNROLL
        for (std::size_t index = 0; index < Channels::width; ++index) {
            const std::size_t at = index * lanes;
            simd::Vector<Real> value;
            if constexpr (Array::gated)
                value = Activation::value(a + at, std::integral_constant<std::size_t, lanes>{});
            else
                value = Activation::Function::value(z[index]);
            simd::store<lanes>(a + at, value);
            simd::store<lanes>(sum + at, simd::load<lanes>(sum + at) + value);
        }
    }
    /// h = h + layer1x1(a).
    [[gnu::always_inline]] static void leave(const Real* a, const NamTensors<Real>& tensors, Real* h) {
        typename Channels::Vectors sum;
        TENON_UNROLL
        for (std::size_t index = 0; index < Channels::width; ++index) {
            const std::size_t at = index * simd::lanes<Real>;
            sum[index] = simd::load<simd::lanes<Real>>(h + at) + simd::load<simd::lanes<Real>>(tensors.bias1x1 + at);
        }
        add_product<channels, channels>(a, tensors.weight1x1, sum, Channels{});
        Channels::store(h, sum);
    }
    /// y (To) = weight · x (From).
    template <std::size_t From, std::size_t To>
    static void pointwise(const Real* x, const Real* weight, Real* y) {
        using Strip = WholeStrip<Real, To>;
        auto sum = Strip::filled(0);
        add_product<From, To>(x, weight, sum, Strip{});
        Strip::store(y, sum);
    }
    /// The head. A single output is a dot product.
    static void head(const kernels::Ring<1, channels, Real>& ring, const Real* newest, const Real* weight,
                     const Real* bias, Real* y) {
        constexpr std::size_t kernel = Array::Head::kernel, out = Array::Head::out;
        const auto at_tap = [&](std::size_t tap) { return tap + 1 == kernel ? newest : ring.before(kernel - 1 - tap); };
        if constexpr (out == 1) {
            std::array<Real, channels> products{};
            for (std::size_t tap = 0; tap < kernel; ++tap) {
                const Real *const from = at_tap(tap), *const row = weight + tap * channels;
                simd::for_each_vector<Real, channels>([&](std::size_t at, auto count) {
                    Real* const to = products.data() + at;
                    simd::store<count>(to, simd::multiply_add(simd::load<count>(from + at), simd::load<count>(row + at),
                                                              simd::load<count>(to)));
                });
            }
            *y = bias ? *bias : Real{0};
            for (const Real product : products) *y += product;
        } else {
            using Strip = WholeStrip<Real, out>;
            auto sum = Strip::filled(0);
            if (bias) sum = Strip::load(bias);
            for (std::size_t tap = 0; tap < kernel; ++tap)
                add_product<channels, out>(at_tap(tap), weight + tap * channels * out, sum, Strip{});
            Strip::store(y, sum);
        }
    }
};

/// One sample through all arrays. What a layer gets from older samples is computed while the layer before it is waited
/// for.
template <class Layer, class Real>
class NamLone {
    using Stages = typename Layer::Stages;
    template <std::size_t Index>
    using Array = typename Stages::template Array<Index>;
    template <std::size_t Index>
    using Run = NamLoneRun<Array<Index>, Real>;
    template <std::size_t Index>
    using RingOf = kernels::Ring<1, Array<Index>::channels, Real>;

  public:
    /// Four places of `block` reals each.
    NamLone(const Real* x, const Real* parameters, Real* state, Real* places, std::size_t block)
        : x_(x), parameters_(parameters), state_(state), stream_(places), inner_(places + block),
          sum_(places + 2 * block), before_(places + 3 * block) {}

    void run(Real* y) {
        [&]<std::size_t... Index>(std::index_sequence<Index...>) {
            (run_array<Index>(), ...);
        }(std::make_index_sequence<Stages::count>{});
        for (std::size_t output = 0; output < Stages::out; ++output)
            y[output] = parameters_[Stages::parameters.back().offset] * before_[output];
    }

  private:
    template <std::size_t Index>
    void run_array() {
        using Own = Array<Index>;
        constexpr std::size_t first = Stages::first_tensors[Index], head = first + 1 + 5 * Own::count;
        if constexpr (Index == 0) {
            Run<Index>::template pointwise<Own::in, Own::channels>(x_, at<first>(), stream_);
            Channels<Index>::store(sum_, Channels<Index>::filled(0));
        } else {
            Run<Index>::template pointwise<Own::in, Own::channels>(stream_, at<first>(), inner_);
            std::swap(stream_, inner_);
            std::swap(sum_, before_);
        }
        typename Run<Index>::Inner::Vectors z;
        begin_layer<Index, 0>(z);
        [&]<std::size_t... Number>(std::index_sequence<Number...>) {
            (run_layer<Index, Number>(z), ...);
        }(std::make_index_sequence<Own::count>{});
        const Real* bias = nullptr;
        if constexpr (Own::Head::bias) bias = at<head + 1>();
        RingOf<Index> ring(state_ + ring_start<Index, Own::count>(), Own::head_history, 1);
        Run<Index>::head(ring, sum_, at<head>(), bias, before_);
        if constexpr (Own::head_history > 0) keep(ring, sum_);
    }
    template <std::size_t Index, std::size_t Number>
    [[gnu::always_inline]] void begin_layer(typename Run<Index>::Inner::Vectors& z) {
        constexpr NamLayer layer = Array<Index>::layers[Number];
        const RingOf<Index> ring(state_ + ring_start<Index, Number>(), layer.history(), 1);
        Run<Index>::template begin<layer.kernel>(ring, layer.dilation, x_, tensors<Index, Number>(), z);
    }
    template <std::size_t Index, std::size_t Number>
    [[gnu::always_inline]] void run_layer(typename Run<Index>::Inner::Vectors& z) {
        using Own = Array<Index>;
        constexpr NamLayer layer = Own::layers[Number];
        typename Run<Index>::Inner::Vectors next;
        Run<Index>::template finish<layer.kernel>(stream_, tensors<Index, Number>(), z);
        if constexpr (layer.history() > 0) {
            RingOf<Index> ring(state_ + ring_start<Index, Number>(), layer.history(), 1);
            keep(ring, stream_);
        }
        if constexpr (Number + 1 < Own::count) begin_layer<Index, Number + 1>(next);
        Run<Index>::activate(z, inner_, sum_);
        if constexpr (Index + 1 < Stages::count || Number + 1 < Own::count)
            Run<Index>::leave(inner_, tensors<Index, Number>(), stream_);
        if constexpr (Number + 1 < Own::count) z = next;
    }

    template <class Ring>
    [[gnu::always_inline]] static void keep(Ring& ring, const Real* newest) {
        ring.template push<1>(newest);
        ring.template advance<1>();
    }
    template <std::size_t Index>
    using Channels = typename Run<Index>::Channels;
    /// Where the ring of a layer lies, or behind all of them that of the head.
    template <std::size_t Index, std::size_t Number>
    static constexpr std::size_t ring_start() {
        std::size_t start = Stages::state_starts(1)[Index];
        for (std::size_t layer = 0; layer < Number; ++layer)
            start += ring_size(Array<Index>::channels, Array<Index>::layers[layer].history(), 1);
        return start;
    }
    template <std::size_t Tensor>
    [[nodiscard]] const Real* at() const {
        return parameters_ + Stages::parameters[Tensor].offset;
    }
    template <std::size_t Index, std::size_t Number>
    [[nodiscard, gnu::always_inline]] NamTensors<Real> tensors() const {
        constexpr std::size_t first = Stages::first_tensors[Index] + 1 + 5 * Number;
        return {at<first>(), at<first + 1>(), at<first + 2>(), at<first + 3>(), at<first + 4>()};
    }

    const Real *x_, *parameters_;
    Real *state_, *stream_, *inner_, *sum_, *before_;
};

} // namespace tenon::detail
