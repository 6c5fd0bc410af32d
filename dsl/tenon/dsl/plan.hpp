// SPDX-License-Identifier: BSL-1.0
//
// What there is to know of a net before it runs, as constants: its output, its tensors, its bytes, its work.
#pragma once

#include "tenon/dsl/check.hpp"
#include "tenon/dsl/judge.hpp"
#include "tenon/dsl/rewrite/for_training.hpp"
#include "tenon/dsl/tensor.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <type_traits>

namespace tenon {

namespace detail {

/// A net cut to its input; one that does not fit is nothing. Whoever asks has judged it: see `JointOf`.
template <class Net, class In, bool Judged>
struct Plan {
    using Joint = typename std::conditional_t<fits<Net, In>, Net, Nothing>::template Joint<In>;
};

/// The same for the net that training runs.
template <class Net, class In, class Batch, bool Judged>
struct TrainedPlan {
    using Joint = typename ForTraining<Net, In, Batch>::template Joint<In>;
};
template <class Net, class In, class Batch>
    requires(!fits<Net, In>)
struct TrainedPlan<Net, In, Batch, true> : Plan<Net, In, true> {};

/// A number of a net that does not fit: it equals everything, so that what a user says of it is not a second error.
struct Unknown {
    constexpr operator std::size_t() const { return 1; }
    friend constexpr bool operator==(Unknown, const auto&) { return true; }
    friend constexpr bool operator<(Unknown, const auto&) { return true; }
    friend constexpr bool operator<=(Unknown, const auto&) { return true; }
    friend constexpr bool operator>(Unknown, const auto&) { return true; }
    friend constexpr bool operator>=(Unknown, const auto&) { return true; }
    friend constexpr Unknown operator*(Unknown, const auto&) { return {}; }
    friend constexpr Unknown operator/(Unknown, const auto&) { return {}; }
    friend constexpr Unknown operator+(Unknown, const auto&) { return {}; }
};

/// A number of a net.
template <class Net, class In>
constexpr auto known([[maybe_unused]] std::size_t number) {
    if constexpr (fits<Net, In>)
        return number;
    else
        return Unknown{};
}

/// Where things lie in the one block of a Trainer, in reals: gradients, what is saved for backward, scratch, the net's
/// output and its gradient, and the buffers as they were before a step. The loss has the scratch between forward and
/// backward.
template <class Joint, std::size_t Examples, std::size_t LossScratch = 0>
struct TrainingPlan {
    static constexpr std::size_t gradients = 0;
    static constexpr std::size_t saved = block_size(Joint::parameters);
    static constexpr std::size_t scratch = saved + aligned_size(Joint::saved(Examples));
    static constexpr std::size_t output =
        scratch + aligned_size(std::max(Joint::training_scratch(Examples), LossScratch));
    static constexpr std::size_t output_gradient = output + aligned_size(Examples * Joint::Output::size);
    static constexpr std::size_t buffers = output_gradient + aligned_size(Examples * Joint::Output::size);
    static constexpr std::size_t size = buffers + block_size(Joint::buffers);
};

/// The same for an Evaluator: the output, scratch, and the input, filled up to a whole batch or kept from what is
/// written. A lone example of tokens is neither.
template <class Joint, class In, std::size_t Examples>
struct EvaluationPlan {
    static constexpr std::size_t output = 0;
    static constexpr std::size_t scratch = aligned_size(Examples * Joint::Output::size);
    static constexpr std::size_t input = scratch + aligned_size(Joint::evaluation_scratch(Examples));
    static constexpr std::size_t size = input + (Examples > 1 || is_shape<In> ? aligned_size(Examples * In::size) : 0);
};

} // namespace detail

/// The net's joint with its input: the constants of `joint.hpp`. A net that does not fit is one error here, and nothing
/// else: the judgement is an argument here and below, so that it is made in the user's line.
template <class Net, class In>
using JointOf = typename detail::Plan<Net, In, judge<Verdict<Net, In>>()>::Joint;

/// The shape of one example's output.
template <class Net, class In>
using Output = typename detail::Plan<Net, In, judge<Verdict<Net, In>>()>::Joint::Output;

/// The tables of learned tensors, and of those that training keeps: names, shapes, initial values, offsets in the
/// block.
template <class Net, class In>
inline constexpr auto parameters = detail::Plan<Net, In, judge<Verdict<Net, In>>()>::Joint::parameters;
template <class Net, class In>
inline constexpr auto buffers = detail::Plan<Net, In, judge<Verdict<Net, In>>()>::Joint::buffers;

/// Learned numbers.
template <class Net, class In>
inline constexpr auto parameter_count =
    detail::known<Net, In>(element_count(detail::Plan<Net, In, judge<Verdict<Net, In>>()>::Joint::parameters));

/// Bytes of a model, each tensor padded to whole cache lines: those of parameters, of buffers, and of both.
template <class Net, class In, class Real = float>
inline constexpr auto parameter_bytes = detail::known<Net, In>(
    block_size(detail::Plan<Net, In, judge<Verdict<Net, In>>()>::Joint::parameters) * sizeof(Real));
template <class Net, class In, class Real = float>
inline constexpr auto buffer_bytes =
    detail::known<Net, In>(block_size(detail::Plan<Net, In, judge<Verdict<Net, In>>()>::Joint::buffers) * sizeof(Real));
template <class Net, class In, class Real = float>
inline constexpr auto model_bytes =
    detail::known<Net, In>((block_size(detail::Plan<Net, In, judge<Verdict<Net, In>>()>::Joint::parameters) +
                            block_size(detail::Plan<Net, In, judge<Verdict<Net, In>>()>::Joint::buffers)) *
                           sizeof(Real));

/// Bytes that training on batches of this size keeps from forward to backward, and, behind one another in the same
/// place, needs while one layer or another runs.
template <class Net, class In, class Batch, class Real = float>
inline constexpr auto saved_bytes = detail::known<Net, In>(
    detail::TrainedPlan<Net, In, Batch, judge<Verdict<Net, In>>()>::Joint::saved(Batch::size) * sizeof(Real));
template <class Net, class In, class Batch, class Real = float>
inline constexpr auto scratch_bytes = detail::known<Net, In>(
    detail::TrainedPlan<Net, In, Batch, judge<Verdict<Net, In>>()>::Joint::training_scratch(Batch::size) *
    sizeof(Real));

/// All the bytes of a Trainer beside its model's (gradients, what is saved, scratch, the output and its gradient, a
/// copy of the buffers), and of an Evaluator. There is no other memory.
template <class Net, class In, class Batch, class Real = float>
inline constexpr auto training_bytes = detail::known<Net, In>(
    detail::TrainingPlan<typename detail::TrainedPlan<Net, In, Batch, judge<Verdict<Net, In>>()>::Joint,
                         Batch::size>::size *
    sizeof(Real));
template <class Net, class In, class Batch, class Real = float>
inline constexpr auto evaluation_bytes = detail::known<Net, In>(
    detail::EvaluationPlan<typename detail::Plan<Net, In, judge<Verdict<Net, In>>()>::Joint, In, Batch::size>::size *
    sizeof(Real));

/// Positions of the input that one position of the output depends on. What has a single axis is one position.
template <class Net, class In>
inline constexpr auto receptive_field =
    detail::known<Net, In>(detail::Plan<Net, In, judge<Verdict<Net, In>>()>::Joint::window);

/// Floating-point operations of the matrix products, a multiply-add counting as 2, for a batch: of evaluating it, and
/// of a training step as written (forward, gradients of weights and inputs).
template <class Net, class In, class Batch>
inline constexpr auto forward_flops = detail::known<Net, In>(
    detail::saturated_product(Batch::size, detail::Plan<Net, In, judge<Verdict<Net, In>>()>::Joint::forward_flops));
template <class Net, class In, class Batch>
inline constexpr auto step_flops = detail::known<Net, In>(detail::saturated_product(
    Batch::size, detail::Plan<Net, In, judge<Verdict<Net, In>>()>::Joint::forward_flops +
                     detail::Plan<Net, In, judge<Verdict<Net, In>>()>::Joint::backward_flops));

} // namespace tenon
