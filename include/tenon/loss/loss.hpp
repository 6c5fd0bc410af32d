// SPDX-License-Identifier: BSL-1.0
//
// The contract of a loss: what it compares a net's outputs with, which outputs it takes, and its value and gradient.
//
//     struct MeanAbsolute {
//         using Target = float;                                             // what one target is: Token, float, double
//         template <class Out>
//         static constexpr auto check() { return Fits{}; }                  // or Unfit<…>: which outputs it takes
//         template <std::size_t Batch, class Out, class Real>               // the mean over a batch, and its gradient
//         Real forward_backward(const Real* outputs, const float* targets, Real* doutputs, Team* team) const;
//         template <class Out, class Real>                                  // of one example, for an Evaluator
//         Real forward(const Real* outputs, const float* targets) const;
//     };
//
// outputs and doutputs are (Batch, Out). An example has one target if these are tokens, and one for each output if they
// are real numbers; a loss that takes another number says `template <class Out> static constexpr std::size_t targets`.
// Targets that are tokens lie below `template <class Out> static constexpr std::size_t classes`. A loss may have
// a `void require_numbers() const`, which is asked wherever the loss is taken and throws std::invalid_argument where
// its numbers make no sense. One that needs memory says how many Reals, in
// `template <std::size_t Batch, class Out> static constexpr std::size_t scratch`, and `forward_backward` takes a Real*
// to them as its last argument.
#pragma once

#include "tenon/dsl/check.hpp"
#include "tenon/dsl/shape.hpp"
#include "tenon/dsl/token.hpp"
#include "tenon/kernels/team.hpp"
#include "tenon/misuse.hpp"
#include "tenon/require.hpp"

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <span>
#include <string_view>
#include <type_traits>

namespace tenon {

namespace detail {

struct ALoss {
    static constexpr std::string_view text = "a loss";
};
struct TargetOfLoss {
    static constexpr std::string_view text = "using Target = Token, float or double, which says what it compares with";
};
struct CheckOfOutput {
    static constexpr std::string_view text =
        "static constexpr auto check<Out>(), which answers Fits{} or Unfit<...>{} for what a net gives";
};
struct ClassesOfTokens {
    static constexpr std::string_view text = "static constexpr std::size_t classes<Out>, below which its tokens lie";
};
struct ForwardBackwardOfBatch {
    static constexpr std::string_view text =
        "forward_backward<Batch, Out>(const Real* outputs, const Target* targets, Real* doutputs, Team* team) const";
};
struct ForwardOfExample {
    static constexpr std::string_view text =
        "forward<Out>(const Real* outputs, const Target* targets) const, the loss of one example, which an Evaluator "
        "asks for";
};

/// Targets of an example: what the loss says, or else one token, or a real number for each output.
template <class Loss, class Out>
constexpr std::size_t targets_per_example() {
    if constexpr (requires { Loss::template targets<Out>; })
        return Loss::template targets<Out>;
    else
        return std::is_same_v<typename Loss::Target, Token> ? 1 : Out::size;
}

/// Reals that a loss needs for a batch beside its arguments.
template <class Loss, std::size_t Batch, class Out>
constexpr std::size_t loss_scratch() {
    if constexpr (requires { Loss::template scratch<Batch, Out>; })
        return Loss::template scratch<Batch, Out>;
    else
        return 0;
}
/// The loss of a batch and its gradient, with that much memory.
template <std::size_t Batch, class Out, class Loss, class Real>
auto loss_of_batch(const Loss& loss, const Real* outputs, const typename Loss::Target* targets, Real* doutputs,
                   Team* team, [[maybe_unused]] Real* scratch)
    requires(loss_scratch<Loss, Batch, Out>() == 0) &&
            requires { loss.template forward_backward<Batch, Out>(outputs, targets, doutputs, team); }
{
    return loss.template forward_backward<Batch, Out>(outputs, targets, doutputs, team);
}
template <std::size_t Batch, class Out, class Loss, class Real>
auto loss_of_batch(const Loss& loss, const Real* outputs, const typename Loss::Target* targets, Real* doutputs,
                   Team* team, Real* scratch)
    requires(loss_scratch<Loss, Batch, Out>() > 0) &&
            requires { loss.template forward_backward<Batch, Out>(outputs, targets, doutputs, team, scratch); }
{
    return loss.template forward_backward<Batch, Out>(outputs, targets, doutputs, team, scratch);
}

/// What a loss answers about an output, or the first part of it that a type lacks.
template <class Type, class Out, class Real>
constexpr auto judge_loss() {
    if constexpr (!requires { typename Type::Target; }) {
        return Refused<Lacks<ALoss, TargetOfLoss>, Type>{};
    } else if constexpr (!requires { Type::template check<Out>(); }) {
        return Refused<Lacks<ALoss, CheckOfOutput>, Type>{};
    } else if constexpr (!is_verdict<decltype(Type::template check<Out>())>) {
        return Refused<Lacks<ALoss, CheckOfOutput>, Type>{};
    } else {
        using Answer = decltype(final_verdict<Type, Out, NetOutput>(Type::template check<Out>()));
        if constexpr (!Answer::fits)
            return Answer{};
        else if constexpr (std::is_same_v<typename Type::Target, Token> && !requires { Type::template classes<Out>; })
            return Refused<Lacks<ALoss, ClassesOfTokens>, Type>{};
        else
            return Fits{};
    }
}

/// The same for training.
template <class Type, class Out, class Real>
constexpr auto judge_training_loss() {
    using Verdict = decltype(judge_loss<Type, Out, Real>());
    if constexpr (!Verdict::fits)
        return Verdict{};
    else if constexpr (!requires(const Type& loss, const Real* outputs, const typename Type::Target* targets, Real* to,
                                 Team* team) {
                           { loss_of_batch<2, Out>(loss, outputs, targets, to, team, to) } -> std::convertible_to<Real>;
                       })
        return Refused<Lacks<ALoss, ForwardBackwardOfBatch>, Type>{};
    else
        return Fits{};
}

/// The same for evaluation.
template <class Type, class Out, class Real>
constexpr auto judge_evaluation_loss() {
    using Verdict = decltype(judge_loss<Type, Out, Real>());
    if constexpr (!Verdict::fits)
        return Verdict{};
    else if constexpr (!requires(const Type& loss, const Real* outputs, const typename Type::Target* targets) {
                           { loss.template forward<Out>(outputs, targets) } -> std::convertible_to<double>;
                       })
        return Refused<Lacks<ALoss, ForwardOfExample>, Type>{};
    else
        return Fits{};
}
template <class Type, class Out, class Real>
using TrainingLossVerdict = decltype(judge_training_loss<Type, Out, Real>());
template <class Type, class Out, class Real>
using EvaluationLossVerdict = decltype(judge_evaluation_loss<Type, Out, Real>());

/// Stands in for a loss that is none, or does not take what a net gives.
struct NoLoss {
    using Target = Token;
    template <class Out>
    static constexpr Fits check() {
        return {};
    }
    template <class Out>
    static constexpr std::size_t classes = 1;
};

/// Fails with std::out_of_range where a target is a token that is no class, and not ignored either.
template <class Out, class Loss>
void require_targets([[maybe_unused]] const Loss& loss, std::span<const typename Loss::Target> targets) {
    if constexpr (requires(Token target) { loss.is_ignored(target); }) {
        const auto counts = [&](Token target) { return !loss.is_ignored(target); };
        for (auto from = targets.begin(); (from = std::find_if(from, targets.end(), counts)) != targets.end(); ++from)
            require_token("targets", static_cast<std::size_t>(from - targets.begin()), *from,
                          Loss::template classes<Out>);
    } else if constexpr (std::is_same_v<typename Loss::Target, Token>) {
        require_tokens("targets", targets, Loss::template classes<Out>);
    }
}
/// How much an example counts in the mean over examples.
template <class Out, class Loss>
double example_weight([[maybe_unused]] const Loss& loss, [[maybe_unused]] const typename Loss::Target* targets) {
    if constexpr (requires { loss.template weight<Out>(targets); })
        return static_cast<double>(loss.template weight<Out>(targets));
    else
        return 1;
}

} // namespace detail

/// Compares outputs `Out` in `Real` with targets: to train, and to evaluate.
template <class Type, class Out, class Real>
concept LossOf =
    detail::TrainingLossVerdict<Type, Out, Real>::fits && detail::EvaluationLossVerdict<Type, Out, Real>::fits;

} // namespace tenon
