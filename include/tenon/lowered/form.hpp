// SPDX-License-Identifier: BSL-1.0
//
// What all forms have in common when they run: each layer at its index, and its own part of the form's memory.
#pragma once

#include "tenon/lowered.hpp"
#include "tenon/lowered/inspected.hpp"
#include "tenon/lowered/view.hpp"

#include <boost/hana/at.hpp>

#include <cstddef>
#include <type_traits>
#include <utility>

namespace tenon {

template <class Joint>
struct LoweredForm {
    template <std::size_t Index>
    using Stage = typename std::decay_t<decltype(boost::hana::at_c<Index>(typename Joint::List{}))>::type;
    template <std::size_t Index>
    using Machine = Lowered<typename Stage<Index>::Type, typename Stage<Index>::Input>;

    /// Calls `body.operator()<Index>()` for each index, in this order.
    template <std::size_t... Index, class Body>
    static void for_each(std::index_sequence<Index...>, Body body) {
        (body.template operator()<Index>(), ...);
    }
    template <std::size_t... Index>
    static auto reversed(std::index_sequence<Index...>) -> std::index_sequence<(sizeof...(Index) - 1 - Index)...>;
    template <std::size_t Count>
    using Forwards = std::make_index_sequence<Count>;
    template <std::size_t Count>
    using Backwards = decltype(reversed(std::make_index_sequence<Count>{}));

    /// A layer's own part of this form's memory, its scratch behind `taken` reals.
    template <std::size_t Index, std::size_t Batch, class Real>
    static Evaluation<Real> part(Evaluation<Real> memory, std::size_t taken) {
        return {memory.parameters + Joint::parameter_starts[Index], memory.buffers + Joint::buffer_starts[Index],
                memory.scratch + taken};
    }
    template <std::size_t Index, std::size_t Batch, class Real, std::size_t Most>
    static Streaming<Real, Most> part(Streaming<Real, Most> memory, std::size_t taken) {
        return {part<Index, Batch>(static_cast<const Evaluation<Real>&>(memory), taken),
                memory.state + Joint::state_starts(Most)[Index], memory.is_steady};
    }
    template <std::size_t Index, std::size_t Batch, class Real>
    static Training<Real> part(Training<Real> memory, std::size_t taken) {
        return {memory.parameters + Joint::parameter_starts[Index],
                memory.gradients + Joint::parameter_starts[Index],
                memory.buffers + Joint::buffer_starts[Index],
                memory.saved + Joint::saved_starts(Batch)[Index],
                memory.scratch + taken,
                memory.rng_key.at_layer(Joint::layer_starts[Index]),
                memory.team};
    }
    template <std::size_t Index, std::size_t Batch, class Real>
    static Inspection<Real> part(Inspection<Real> memory, std::size_t taken) {
        constexpr std::size_t start = detail::inspected_start<Joint, Index, Batch>();
        return {part<Index, Batch>(static_cast<const Training<Real>&>(memory), taken), memory.outputs + start,
                memory.output_gradients + start};
    }

    /// Runs a layer on its part of the memory. An Inspector's memory also keeps its output, and the gradient of that.
    template <std::size_t Index, std::size_t Batch, class Number, class Real, class Memory>
    static void run_forward(const Number* x, Real* y, Memory own) {
        Machine<Index>::template forward<Batch>(x, y, static_cast<const Handed<Index, Memory>&>(own));
        keep_output<Index, Batch>(y, own);
    }
    template <std::size_t Index, std::size_t Batch, class Number, class Real, class Pointer, class Memory>
    static void run_backward(const Number* x, const Real* y, const Real* dy, Pointer dx, Memory own) {
        keep_gradient<Index, Batch>(dy, own);
        Machine<Index>::template backward<Batch>(x, y, dy, dx, static_cast<const Handed<Index, Memory>&>(own));
    }
    template <std::size_t Index, std::size_t Batch, class Real, class Memory>
    static void keep_output([[maybe_unused]] const Real* y, [[maybe_unused]] Memory own) {
        if constexpr (detail::keeps_outputs<Memory>) detail::keep<typename Stage<Index>::Joint, Batch>(y, own.outputs);
    }
    template <std::size_t Index, std::size_t Batch, class Real, class Memory>
    static void keep_gradient([[maybe_unused]] const Real* dy, [[maybe_unused]] Memory own) {
        if constexpr (detail::keeps_outputs<Memory>)
            detail::keep<typename Stage<Index>::Joint, Batch>(dy, own.output_gradients);
    }

    /// Where training keeps the output of layer `Index`.
    template <std::size_t Index, std::size_t Batch, class Real>
    static Real* saved_output(const Training<Real>& memory) {
        return memory.saved + Joint::saved_starts(Batch)[Index] + Joint::outputs_saved_behind(Batch)[Index];
    }

  private:
    /// The memory that a layer is run on.
    template <std::size_t Index, class Memory>
    using Handed = typename detail::HandedTo<typename Stage<Index>::Joint, Memory>::type;
};

} // namespace tenon
