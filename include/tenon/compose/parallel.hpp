// SPDX-License-Identifier: BSL-1.0
//
// Parallel: runs every branch on the same input, and makes one output of theirs.
#pragma once

#include "tenon/dsl/compose/parallel.hpp"
#include "tenon/kernels/pointwise.hpp"
#include "tenon/kernels/slices.hpp"
#include "tenon/lowered/form.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <type_traits>

namespace tenon {

template <class Combine, class... Branches, class In>
struct Lowered<Parallel<Combine, Branches...>, In>
    : LoweredForm<typename Parallel<Combine, Branches...>::template Joint<In>> {
    using Joint = typename Parallel<Combine, Branches...>::template Joint<In>;
    using Form = LoweredForm<Joint>;

    /// x (Batch, In) through every branch, and their outputs combined in y (Batch, Out).
    template <std::size_t Batch, class Real, class Memory>
    static void forward(const Element<In, Real>* x, Real* y, Memory memory) {
        each_branch([&]<std::size_t Index>() {
            if constexpr (!Joint::views[Index])
                Form::template run_forward<Index, Batch>(x, output<Index, Batch>(memory), part<Index, Batch>(memory));
            else if constexpr (!detail::is_tokens<In>)
                Form::template keep_output<Index, Batch>(x, part<Index, Batch>(memory));
        });
        each_branch([&]<std::size_t Index>() { enter<Index, Batch>(given<Index, Batch>(x, memory), y); });
    }

    /// dx = Σ of the branches' dx, each from its own share of dy:
    ///     Sum: dy,   Concat: its part of dy,   Multiply: dy times the outputs of all the others.
    template <std::size_t Batch, class Real, class Pointer, class Memory>
    static void backward(const Element<In, Real>* x, const Real*, const Real* dy, Pointer dx, Memory memory) {
        Real* share = memory.scratch;
        Real* own = memory.scratch + Joint::output_gradient(Batch);
        each_branch([&]<std::size_t Index>() {
            const Real* upstream = share_of<Index, Batch>(x, dy, share, memory);
            if constexpr (Joint::views[Index]) {
                Form::template keep_gradient<Index, Batch>(upstream, part<Index, Batch>(memory));
                if constexpr (!std::is_null_pointer_v<Pointer>) add<Index, Batch>(upstream, dx);
            } else {
                const auto target = [&] {
                    if constexpr (std::is_null_pointer_v<Pointer> || Index == 0)
                        return dx;
                    else
                        return own;
                }();
                Form::template run_backward<Index, Batch>(x, output<Index, Batch>(memory), upstream, target,
                                                          part<Index, Batch>(memory));
                if constexpr (!std::is_null_pointer_v<Pointer> && Index > 0) add<Index, Batch>(own, dx);
            }
        });
    }

  private:
    static constexpr std::size_t count = sizeof...(Branches);
    template <std::size_t Index>
    using OutputOf = typename Form::template Stage<Index>::Joint::Output;

    template <class Body>
    static void each_branch(Body body) {
        Form::for_each(typename Form::template Forwards<count>{}, body);
    }

    template <std::size_t Index, std::size_t Batch, class Memory>
    static Memory part(Memory memory) {
        constexpr std::size_t taken = is_evaluation<Memory>
                                          ? Joint::outputs(Batch)
                                          : Joint::output_gradient(Batch) + Joint::input_gradient(Batch);
        return Form::template part<Index, Batch>(memory, taken);
    }

    /// Where a computing branch's output lives, and what any branch gave: a view gave the input.
    template <std::size_t Index, std::size_t Batch, class Real>
    static Real* output(const Training<Real>& memory) {
        return Form::template saved_output<Index, Batch>(memory);
    }
    template <std::size_t Index, std::size_t Batch, class Real>
    static Real* output(const Evaluation<Real>& memory) {
        return memory.scratch + Joint::output_starts(Batch)[Index];
    }
    template <std::size_t Index, std::size_t Batch, class Memory>
    static auto given([[maybe_unused]] const auto* x, Memory memory) {
        if constexpr (Joint::views[Index])
            return x;
        else
            return static_cast<decltype(memory.parameters)>(output<Index, Batch>(memory));
    }

    /// Columns of a Concat in front of branch `index`.
    static constexpr std::size_t column(std::size_t index) {
        std::size_t columns = 0;
        for (std::size_t before = 0; before < index; ++before) columns += Joint::features[before];
        return columns;
    }

    /// A branch's output enters y.
    template <std::size_t Index, std::size_t Batch, class Real>
    static void enter(const Real* from, Real* y) {
        constexpr std::size_t size = Batch * Joint::Output::size;
        if constexpr (Joint::concatenates) {
            constexpr std::size_t rows = Batch * Joint::Output::positions;
            kernels::copy_columns<rows, Joint::features[Index]>(from, Joint::features[Index], y + column(Index),
                                                                Joint::Output::features);
        } else if constexpr (Index == 0) {
            std::copy_n(from, size, y);
        } else {
            kernels::zip<size>(y, from, y, [](auto all, auto next) {
                if constexpr (std::is_same_v<Combine, Sum>)
                    return all + next;
                else
                    return all * next;
            });
        }
    }

    /// The gradient of a branch's output, in `share` where it is not dy itself.
    template <std::size_t Index, std::size_t Batch, class Real>
    static const Real* share_of([[maybe_unused]] const auto* x, const Real* dy, [[maybe_unused]] Real* share,
                                [[maybe_unused]] const Training<Real>& memory) {
        if constexpr (std::is_same_v<Combine, Sum>) {
            return dy;
        } else if constexpr (Joint::concatenates) {
            kernels::copy_columns<Batch * Joint::Output::positions, Joint::features[Index]>(
                dy + column(Index), Joint::Output::features, share, Joint::features[Index]);
            return share;
        } else {
            const Real* so_far = dy;
            each_branch([&]<std::size_t Other>() {
                if constexpr (Other != Index) {
                    kernels::zip<Batch * Joint::Output::size>(so_far, given<Other, Batch>(x, memory), share,
                                                              [](auto all, auto other) { return all * other; });
                    so_far = share;
                }
            });
            return so_far;
        }
    }

    /// A branch's gradient of the input, which the first branch sets and the others add to.
    template <std::size_t Index, std::size_t Batch, class Real>
    static void add(const Real* gradient, Real* dx) {
        if constexpr (Index == 0)
            std::copy_n(gradient, Batch * In::size, dx);
        else
            kernels::zip<Batch * In::size>(dx, gradient, dx, [](auto all, auto next) { return all + next; });
    }
};

} // namespace tenon
