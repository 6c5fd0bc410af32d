// SPDX-License-Identifier: BSL-1.0
//
// CollectSkips: runs its layers along the stream, and sums what they give beside it.
#pragma once

#include "tenon/compose/parallel.hpp"
#include "tenon/compose/sequential.hpp"
#include "tenon/dsl/compose/collect_skips.hpp"
#include "tenon/kernels/slices.hpp"
#include "tenon/lowered/expansion.hpp"
#include "tenon/lowered/form.hpp"

#include <algorithm>
#include <cstddef>
#include <type_traits>

namespace tenon {

template <class... Layers, class In>
struct Lowered<CollectSkips<Layers...>, In> : LoweredForm<typename CollectSkips<Layers...>::template Joint<In>> {
    using Joint = typename CollectSkips<Layers...>::template Joint<In>;
    using Form = LoweredForm<Joint>;

    /// With h_0 = x and v_i = layer i of h_i: h_{i+1} = h_i + the first features of v_i, y = Σ the other ones.
    template <std::size_t Batch, class Real, class Memory>
    static void forward(const Real* x, Real* y, Memory memory) {
        std::fill_n(y, Batch * Joint::Output::size, Real{0});
        each(Forwards{}, [&]<std::size_t Index>() {
            const Real* flowing = stream<Index, Batch>(x, memory);
            if constexpr (!Joint::views[Index])
                Form::template run_forward<Index, Batch>(flowing, output<Index, Batch>(memory),
                                                         part<Index, Batch>(memory));
            else
                Form::template keep_output<Index, Batch>(flowing, part<Index, Batch>(memory));
            const Real* given = value<Index, Batch>(x, memory);
            if constexpr (Index + 1 < count) {
                Real* next = next_stream<Index, Batch>(memory);
                if (next != flowing) std::copy_n(flowing, Batch * In::size, next);
                kernels::add_columns<Batch * In::positions, In::features>(given, wide<Index>, next, In::features);
            }
            kernels::add_columns<Batch * In::positions, skips>(given + aside<Index>, wide<Index>, y, skips);
        });
    }

    /// dv_i = (dh_{i+1}, dy) side by side, and dh_i = dh_{i+1} + layer i's dx.
    template <std::size_t Batch, class Real, class Pointer, class Memory>
    static void backward(const Real* x, const Real*, const Real* dy, Pointer dx, Memory memory) {
        Real* flowing = memory.scratch;
        Real* own = flowing + Joint::stream(Batch);
        Real* share = own + Joint::stream(Batch);
        std::fill_n(flowing, Batch * In::size, Real{0});
        each(Backwards{}, [&]<std::size_t Index>() {
            constexpr std::size_t rows = Batch * In::positions;
            kernels::copy_columns<rows, aside<Index>>(flowing, In::features, share, wide<Index>);
            kernels::copy_columns<rows, skips>(dy, skips, share + aside<Index>, wide<Index>);
            const Real* gradient = share;
            if constexpr (Joint::views[Index]) {
                Form::template keep_gradient<Index, Batch>(gradient, part<Index, Batch>(memory));
            } else {
                const auto target = [&] {
                    if constexpr (Index == 0 && std::is_null_pointer_v<Pointer>)
                        return dx;
                    else
                        return own;
                }();
                Form::template run_backward<Index, Batch>(stream<Index, Batch>(x, memory), output<Index, Batch>(memory),
                                                          gradient, target, part<Index, Batch>(memory));
                gradient = own;
            }
            if constexpr (Index > 0 || !std::is_null_pointer_v<Pointer>) {
                Real* target = flowing;
                if constexpr (Index == 0) target = dx;
                kernels::zip<Batch * In::size>(flowing, gradient, target,
                                               [](auto all, auto next) { return all + next; });
            }
        });
    }

  private:
    static constexpr std::size_t count = sizeof...(Layers);
    static constexpr std::size_t skips = Joint::Output::features;
    using Forwards = typename Form::template Forwards<count>;
    using Backwards = typename Form::template Backwards<count>;
    /// Features that a layer gives to the stream, and all that it gives.
    template <std::size_t Index>
    static constexpr std::size_t aside = Index + 1 < count ? In::features : 0;
    template <std::size_t Index>
    static constexpr std::size_t wide = aside<Index> + skips;

    template <class Order, class Body>
    static void each(Order order, Body body) {
        Form::for_each(order, body);
    }

    template <std::size_t Index, std::size_t Batch, class Memory>
    static Memory part(Memory memory) {
        constexpr std::size_t streams = is_evaluation<Memory> ? 1 : 2;
        return Form::template part<Index, Batch>(memory, streams * Joint::stream(Batch) + Joint::largest_output(Batch));
    }

    /// Where a layer's output lives.
    template <std::size_t Index, std::size_t Batch, class Real>
    static Real* output(const Training<Real>& memory) {
        return Form::template saved_output<Index, Batch>(memory);
    }
    template <std::size_t Index, std::size_t Batch, class Real>
    static Real* output(const Evaluation<Real>& memory) {
        return memory.scratch + Joint::stream(Batch);
    }
    /// What a layer gave; a view gave its input.
    template <std::size_t Index, std::size_t Batch, class Real, class Memory>
    static const Real* value(const Real* x, Memory memory) {
        if constexpr (Joint::views[Index])
            return stream<Index, Batch>(x, memory);
        else
            return output<Index, Batch>(memory);
    }

    /// What flows into a layer, and where what flows on is put: training keeps all of it, evaluation the last.
    template <std::size_t Index, std::size_t Batch, class Real, class Memory>
    static const Real* stream(const Real* x, Memory memory) {
        if constexpr (Index == 0)
            return x;
        else
            return next_stream<Index - 1, Batch>(memory);
    }
    template <std::size_t Index, std::size_t Batch, class Real>
    static Real* next_stream(const Training<Real>& memory) {
        return memory.saved + Joint::saved_starts(Batch)[Index] + Joint::streams_saved_behind(Batch)[Index];
    }
    template <std::size_t Index, std::size_t Batch, class Real>
    static Real* next_stream(const Evaluation<Real>& memory) {
        return memory.scratch;
    }
};

template <class Body, class Skip, class... Next, class In>
struct Lowered<SkipBlock<Body, Skip, Next...>, In> : LoweredExpansion<SkipBlock<Body, Skip, Next...>, In> {};

} // namespace tenon
