// SPDX-License-Identifier: BSL-1.0
//
// Sequential: runs its layers one behind another, each on its own regions of the memory. Views are passed over.
#pragma once

#include "tenon/dsl/compose/sequential.hpp"
#include "tenon/lowered/form.hpp"

#include <cstddef>
#include <type_traits>

namespace tenon {

/// Nothing but views is a view.
template <class... Layers, class In>
    requires is_view<Sequential<Layers...>, In>
struct Lowered<Sequential<Layers...>, In> : LoweredView<In> {};

template <class... Layers, class In>
struct Lowered<Sequential<Layers...>, In> : LoweredForm<typename Sequential<Layers...>::template Joint<In>> {
    using Joint = typename Sequential<Layers...>::template Joint<In>;
    using Form = LoweredForm<Joint>;
    template <std::size_t Index>
    using Machine = typename Form::template Machine<Index>;
    template <std::size_t Index>
    using Stage = typename Form::template Stage<Index>;

    /// x (Batch, In) through every layer into y (Batch, Out).
    template <std::size_t Batch, class Real, class Memory>
    static void forward(const Element<In, Real>* x, Real* y, Memory memory) {
        Form::for_each(typename Form::template Forwards<count>{}, [&]<std::size_t Index>() {
            if constexpr (!Joint::views[Index])
                Form::template run_forward<Index, Batch>(input<Index, Batch>(x, y, memory),
                                                         output<Index, Batch>(y, memory), part<Index, Batch>(memory));
            else if constexpr (detail::keeps_outputs<Memory>)
                Form::template keep_output<Index, Batch>(input<Index, Batch>(x, y, memory),
                                                         Form::template part<Index, Batch>(memory, 0));
        });
    }

    /// dy (Batch, Out) back through every layer into dx (Batch, In).
    template <std::size_t Batch, class Real, class Pointer, class Memory>
    static void backward(const Element<In, Real>* x, const Real* y, const Real* dy, Pointer dx, Memory memory) {
        Form::for_each(typename Form::template Backwards<count>{}, [&]<std::size_t Index>() {
            if constexpr (Index < front<Pointer>)
                return;
            else if constexpr (!Joint::views[Index])
                Form::template run_backward<Index, Batch>(
                    input<Index, Batch>(x, const_cast<Real*>(y), memory),
                    output<Index, Batch>(const_cast<Real*>(y), memory), gradient<Index, Batch>(dy, memory.scratch),
                    producer_gradient<Index, Batch>(dx, memory.scratch), part<Index, Batch>(memory));
            else if constexpr (detail::keeps_outputs<Memory>)
                Form::template keep_gradient<Index, Batch>(view_gradient<Index, Batch>(dy, dx, memory.scratch),
                                                           Form::template part<Index, Batch>(memory, 0));
        });
    }

  private:
    static constexpr std::size_t count = sizeof...(Layers);
    /// Layers that nothing goes back through, if nobody wants dx.
    template <class Pointer>
    static constexpr std::size_t front = std::is_null_pointer_v<Pointer> ? Joint::frozen_front : 0;

    /// The layer that computes what flows into layer `index`; `count` where that is the input itself.
    static constexpr std::size_t producer(std::size_t index) {
        while (index > 0) {
            if (!Joint::views[--index]) return index;
        }
        return count;
    }

    /// The layer that computes next behind layer `index`.
    static constexpr std::size_t consumer(std::size_t index) {
        while (Joint::views[++index]) {
        }
        return index;
    }

    /// Values that pass each other between neighbours take turns in two places of the scratch.
    template <std::size_t Index, std::size_t Batch, class Real>
    static Real* turn(Real* scratch) {
        constexpr bool odd = [] {
            bool result = false;
            for (std::size_t index = 0; index < Index; ++index) result = result != !Joint::views[index];
            return result;
        }();
        return scratch + (odd ? Joint::passing(Batch) : 0);
    }

    /// Where a computing layer's output lives: the last one's in y, the others' in what training saves or in turns.
    template <std::size_t Index, std::size_t Batch, class Real>
    static Real* output(Real* y, const Training<Real>& memory) {
        return Index == Joint::last_computing ? y : Form::template saved_output<Index, Batch>(memory);
    }
    template <std::size_t Index, std::size_t Batch, class Real>
    static Real* output(Real* y, const Evaluation<Real>& memory) {
        return Index == Joint::last_computing ? y : turn<Index, Batch>(memory.scratch);
    }
    template <std::size_t Index, std::size_t Batch, class Real, class Memory>
    static auto input(const Element<In, Real>* x, Real* y, Memory memory) {
        if constexpr (producer(Index) == count)
            return x;
        else
            return static_cast<const Real*>(output<producer(Index), Batch>(y, memory));
    }

    /// Where the gradient of a computing layer's output lives: `end` (dy or dx) at the ends of the list, else in turns,
    /// in the middle of its place: so each of two threads has its half of every gradient in the same memory, whatever
    /// their sizes.
    template <std::size_t Index, std::size_t Batch, class Pointer, class Real>
    static auto gradient(Pointer end, [[maybe_unused]] Real* scratch) {
        if constexpr (Index == Joint::last_computing || Index == count) {
            return end;
        } else {
            constexpr std::size_t left_over = Joint::passing(Batch) - aligned_size(Batch * Joint::inner[Index]);
            return turn<Index, Batch>(scratch) + left_over / 2 / block_alignment * block_alignment;
        }
    }

    /// Where a layer's input gradient goes; nowhere at the end of a frozen front.
    template <std::size_t Index, std::size_t Batch, class Pointer, class Real>
    static auto producer_gradient(Pointer dx, Real* scratch) {
        if constexpr (producer(Index) < front<Pointer>)
            return nullptr;
        else
            return gradient<producer(Index), Batch>(dx, scratch);
    }

    /// The gradient of what a view gives: that of the layer whose output it shows, or dx, or dy behind all that
    /// computes.
    template <std::size_t Index, std::size_t Batch, class Real, class Pointer>
    static const Real* view_gradient(const Real* dy, [[maybe_unused]] Pointer dx, Real* scratch) {
        if constexpr (Index > Joint::last_computing)
            return dy;
        else
            return gradient<producer(Index), Batch>(dx, scratch);
    }

    /// A layer's own part of this form's memory, behind the two places.
    template <std::size_t Index, std::size_t Batch, class Memory>
    static Memory part(Memory memory) {
        Memory own = Form::template part<Index, Batch>(memory, 2 * Joint::passing(Batch));
        if constexpr (Index == Joint::last_computing) {
            own.next = memory.next;
        } else {
            constexpr std::size_t behind = Joint::parameter_starts[consumer(Index)];
            own.next = {memory.parameters + behind,
                        memory.parameters + behind + block_size(Stage<consumer(Index)>::Joint::parameters)};
        }
        return own;
    }
};

} // namespace tenon
