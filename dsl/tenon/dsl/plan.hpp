// SPDX-License-Identifier: BSL-1.0
//
// What there is to know of a net before it runs, as constants: its output, its tensors, its bytes, its work.
#pragma once

#include "tenon/dsl/check.hpp"
#include "tenon/dsl/diagnose.hpp"
#include "tenon/dsl/tensor.hpp"

#include <array>
#include <cstddef>
#include <type_traits>

namespace tenon {

namespace detail {

/// A net cut to its input. A net that does not fit is one error here, and nothing else.
template <class Net, class In>
struct Plan {
    static_assert(judge<Verdict<Net, In>>());
    using Joint = typename std::conditional_t<fits<Net, In>, Net, Nothing>::template Joint<In>;
};

} // namespace detail

/// The net's joint with its input: the constants of `joint.hpp`.
template <class Net, class In>
using JointOf = typename detail::Plan<Net, In>::Joint;

/// The shape of one example's output.
template <class Net, class In>
using Output = typename JointOf<Net, In>::Output;

/// The tables of learned tensors, and of those that training keeps: names, shapes, initial values, offsets in the
/// block.
template <class Net, class In>
inline constexpr auto parameters = JointOf<Net, In>::parameters;
template <class Net, class In>
inline constexpr auto buffers = JointOf<Net, In>::buffers;

/// Learned numbers.
template <class Net, class In>
inline constexpr std::size_t parameter_count = element_count(parameters<Net, In>);

/// Bytes of a model's blocks, each tensor padded to whole cache lines.
template <class Net, class In, class Real = float>
inline constexpr std::size_t parameter_bytes = block_size(parameters<Net, In>) * sizeof(Real);
template <class Net, class In, class Real = float>
inline constexpr std::size_t buffer_bytes = block_size(buffers<Net, In>) * sizeof(Real);

/// Bytes that training on batches of this size keeps from forward to backward, and needs meanwhile. Both are in one
/// workspace with the gradients (parameter_bytes) and the net's output and its gradient.
template <class Net, class In, class Batch, class Real = float>
inline constexpr std::size_t saved_bytes = JointOf<Net, In>::saved(Batch::size) * sizeof(Real);
template <class Net, class In, class Batch, class Real = float>
inline constexpr std::size_t scratch_bytes = JointOf<Net, In>::scratch(Batch::size) * sizeof(Real);

/// Floating-point operations of the matrix products, a multiply-add counting as 2, for a batch: of evaluating it, and
/// of a training step as written (forward, gradients of weights and inputs).
template <class Net, class In, class Batch>
inline constexpr std::size_t forward_flops = Batch::size * JointOf<Net, In>::forward_flops;
template <class Net, class In, class Batch>
inline constexpr std::size_t step_flops =
    Batch::size * (JointOf<Net, In>::forward_flops + JointOf<Net, In>::backward_flops);

} // namespace tenon
