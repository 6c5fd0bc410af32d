// SPDX-License-Identifier: BSL-1.0
//
// The WaveNet of Neural Amp Modeler: each channel lies in a row of its own, and layers with kernels of one size share
// their code. A tape is where a run remembers what convolutions look back at.
#pragma once

#include "tenon/dsl/nam/wavenet.hpp"
#include "tenon/kernels/planar_convolution.hpp"
#include "tenon/kernels/ring.hpp"
#include "tenon/lowered.hpp"
#include "tenon/nam/layer.hpp"
#include "tenon/nam/lone.hpp"
#include "tenon/nam/wavenet_gradients.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <type_traits>
#include <utility>

namespace tenon {

namespace detail {

/// In streaming: rings in the state, one behind another. Where positions come one by one their channels lie side by
/// side, in one cache line instead of many; otherwise each channel is a row.
template <std::size_t Positions, std::size_t Most, class Real>
struct NamRings {
    Real* state;
    bool is_steady;

    /// Calls `convolve(where a row begins so many positions before, the distance between rows)` for what flows here.
    template <std::size_t Rows, class Convolve>
    void remember(const Real* stream, std::size_t history, const Convolve& convolve) {
        if (history == 0) return convolve([=](std::size_t) { return stream; }, Positions);
        constexpr bool one_by_one = Most == 1;
        kernels::Ring<one_by_one ? 1 : Rows, one_by_one ? Rows : 1, Real> ring(state, history, Most);
        kernels::enter<Positions>(ring, stream, is_steady);
        convolve([&](std::size_t back) { return ring.before(back); }, one_by_one ? 1 : ring.stride());
        ring.template advance<Positions>();
        state += ring_size(Rows, history, Most);
    }
    void keep_input(const Real* /*stream*/, std::size_t /*size*/) {}
    Real* inner(Real* place, std::size_t /*size*/) { return place; }
};

/// In evaluation of a whole sequence: one place, with zeros in front. In training, places one behind another, and what
/// goes into activations and into arrays is kept too.
template <std::size_t Positions, bool Keeps, class Real>
struct NamTape {
    Real* place;

    template <std::size_t Rows, class Convolve>
    void remember(const Real* stream, std::size_t history, const Convolve& convolve) {
        const std::size_t zeros = std::min(history, Positions), stride = zeros + Positions;
        for (std::size_t row = 0; row < Rows; ++row) {
            std::fill_n(place + row * stride, zeros, Real{0});
            std::copy_n(stream + row * Positions, Positions, place + row * stride + zeros);
        }
        const Real* const now = place + zeros;
        if constexpr (Keeps) place += Rows * stride;
        convolve([=](std::size_t back) { return now - std::min(back, Positions); }, stride);
    }
    void keep_input(const Real* stream, std::size_t size) {
        if constexpr (Keeps) place = std::copy_n(stream, size, place);
    }
    Real* inner(Real* scratch, std::size_t size) {
        if constexpr (!Keeps) return scratch;
        return std::exchange(place, place + size);
    }
};

} // namespace detail

template <class... Arrays, class In>
struct Lowered<nam::WaveNet<Arrays...>, In> {
    using Layer = nam::WaveNet<Arrays...>;
    using Joint = typename Layer::template Joint<In>;
    using Stages = typename Layer::Stages;
    static constexpr std::size_t positions = In::positions, arrays = sizeof...(Arrays);
    template <std::size_t Index>
    using Array = typename Stages::template Array<Index>;

    /// x (new positions) behind those that the state holds, y (new positions, out).
    template <std::size_t Batch, class Real, std::size_t Most>
    static void forward(const Real* x, Real* y, Streaming<Real, Most> memory) {
        static_assert(Batch == 1, "a stream is one example");
        if constexpr (Most == 1) {
            if (!memory.is_steady) {
                return detail::NamLone<Layer, Real>(x, memory.parameters, memory.state, memory.scratch,
                                                    Joint::block(Stages::widest))
                    .run(y);
            }
        }
        detail::NamRings<positions, Most, Real> rings{memory.state, memory.is_steady};
        run(x, y, memory.parameters, memory.scratch, rings);
    }

    /// x (Batch, positions), y (Batch, positions, out), with zeros before each example.
    template <std::size_t Batch, class Real>
    static void forward(const Real* x, Real* y, Evaluation<Real> memory) {
        for (std::size_t example = 0; example < Batch; ++example) {
            detail::NamTape<positions, false, Real> tape{memory.scratch + Joint::places()};
            run(x + example * positions, y + example * Joint::Output::size, memory.parameters, memory.scratch, tape);
        }
    }
    template <std::size_t Batch, class Real>
    static void forward(const Real* x, Real* y, Training<Real> memory) {
        for (std::size_t example = 0; example < Batch; ++example) {
            detail::NamTape<positions, true, Real> tape{memory.saved + example * Joint::saved(1)};
            run(x + example * positions, y + example * Joint::Output::size, memory.parameters, memory.scratch, tape);
        }
    }

    /// dx, and the gradients of all tensors: see `wavenet_gradients.hpp`.
    template <std::size_t Batch, class Real, class Pointer>
    static void backward(const Real* x, const Real*, const Real* dy, Pointer dx, Training<Real> memory) {
        using Gradients = detail::NamGradients<Layer, In, Real>;
        std::fill_n(memory.gradients, block_size(Joint::parameters), Real{0});
        for (std::size_t example = 0; example < Batch; ++example) {
            Real* from = nullptr;
            if constexpr (!std::is_null_pointer_v<Pointer>) from = dx + example * positions;
            Gradients{memory, x + example * positions, memory.saved + example * Joint::saved(1)}.run(
                dy + example * Joint::Output::size, from);
        }
    }

  private:
    template <class Real>
    struct Places {
        Real *stream, *inner, *sum, *before; ///< (channels, positions) each
    };

    template <class Real, class Tape>
    static void run(const Real* x, Real* y, const Real* parameters, Real* scratch, Tape& tape) {
        Places<Real> places{};
        places.stream = scratch;
        places.inner = places.stream + Joint::block(Stages::widest);
        places.sum = places.inner + Joint::block(Stages::widest);
        places.before = places.sum + Joint::block(Stages::widest);
        [&]<std::size_t... Index>(std::index_sequence<Index...>) {
            (run_array<Index>(x, parameters, places, tape), ...);
        }(std::make_index_sequence<arrays>{});
        constexpr std::size_t out = Stages::out;
        tape.keep_input(places.before, out * positions);
        const Real scale = parameters[Stages::parameters.back().offset];
        for (std::size_t position = 0; position < positions; ++position) {
            for (std::size_t output = 0; output < out; ++output)
                y[position * out + output] = scale * places.before[output * positions + position];
        }
    }

    template <std::size_t Index, class Real, class Tape>
    static void run_array(const Real* x, const Real* parameters, Places<Real>& places, Tape& tape) {
        using Own = Array<Index>;
        using Run = detail::NamLayerRun<positions, Own, Real>;
        constexpr std::size_t first = Stages::first_tensors[Index], head = first + 1 + 5 * Own::count;
        if constexpr (Index == 0) {
            Run::template pointwise<Own::in, Own::channels>(x, at<first>(parameters), places.stream);
            std::fill_n(places.sum, Own::channels * positions, Real{0});
        } else {
            tape.keep_input(places.stream, Own::in * positions);
            Run::template pointwise<Own::in, Own::channels>(places.stream, at<first>(parameters), places.inner);
            std::swap(places.stream, places.inner);
            std::swap(places.sum, places.before); // it begins with what the head before gave
        }
        [&]<std::size_t... Number>(std::index_sequence<Number...>) {
            (run_layer<Index, Number>(x, parameters, places, tape), ...);
        }(std::make_index_sequence<Own::count>{});
        const Real* bias = nullptr;
        if constexpr (Own::Head::bias) bias = at<head + 1>(parameters);
        tape.template remember<Own::channels>(places.sum, Own::head_history, [&](auto before, std::size_t stride) {
            Run::template convolve<Own::Head::kernel, Own::Head::out>(before, 1, stride, at<head>(parameters), bias,
                                                                      places.before, detail::AsItIs{});
        });
    }

    /// What would leave the last layer of the last array goes nowhere.
    template <std::size_t Index, std::size_t Number, class Real, class Tape>
    static void run_layer(const Real* x, const Real* parameters, Places<Real>& places, Tape& tape) {
        using Own = Array<Index>;
        using Run = detail::NamLayerRun<positions, Own, Real>;
        constexpr detail::NamLayer layer = Own::layers[Number];
        constexpr std::size_t first = Stages::first_tensors[Index] + 1 + 5 * Number;
        constexpr bool is_last = Index + 1 == arrays && Number + 1 == Own::count;
        const detail::NamTensors<Real> tensors{at<first>(parameters), at<first + 1>(parameters),
                                               at<first + 2>(parameters), at<first + 3>(parameters),
                                               at<first + 4>(parameters)};
        tape.template remember<Own::channels>(places.stream, layer.history(), [&](auto before, std::size_t stride) {
            Real* const z = tape.inner(places.inner, Own::inner * positions);
            Run::template enter<layer.kernel>(before, layer.dilation, stride, x, tensors, z);
            Run::activate(z, places.inner, places.sum);
        });
        if constexpr (!is_last) Run::leave(places.inner, tensors, places.stream);
    }

    /// Where a tensor lies.
    template <std::size_t Tensor, class Real>
    static const Real* at(const Real* parameters) {
        return parameters + Stages::parameters[Tensor].offset;
    }
};

} // namespace tenon
