// SPDX-License-Identifier: BSL-1.0
//
// Several losses of the same outputs, added with weights.
#pragma once

#include "tenon/kernels/pointwise.hpp"
#include "tenon/kernels/team.hpp"
#include "tenon/loss/loss.hpp"
#include "tenon/require.hpp"
#include "tenon/simd/vector.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <initializer_list>
#include <tuple>
#include <type_traits>
#include <utility>

namespace tenon {

/// A loss in a LossSum, and how much it counts.
template <class Loss>
struct LossTerm {
    Loss loss;
    float weight = 1;
};
template <class Loss>
LossTerm(Loss) -> LossTerm<Loss>;
template <class Loss>
LossTerm(Loss, float) -> LossTerm<Loss>;

// Why losses are not added.
struct TargetsDiffer {};
struct WeighsExamples {};

namespace detail {

template <class First, class Second>
constexpr void say(Draft& draft, Word<Refused<TargetsDiffer, First, Second>>) {
    draft << "a LossSum takes losses that compare with the same targets, but " << spelling<First>().view() << " and "
          << spelling<Second>().view() << " take targets of different kinds or numbers";
}
template <class Loss>
constexpr void say(Draft& draft, Word<Refused<WeighsExamples, Loss>>) {
    draft << "a LossSum takes losses in which all examples count the same, but in " << spelling<Loss>().view()
          << " they count differently";
}

template <class... Types>
using FirstOf = std::tuple_element_t<0, std::tuple<Types...>>;

template <class Type>
struct TermOf : std::type_identity<Type> {};
template <class Loss>
struct TermOf<LossTerm<Loss>> : std::type_identity<Loss> {};
/// The loss of a LossTerm, or a loss itself.
template <class Type>
using LossOfTerm = typename TermOf<Type>::type;
template <class Loss>
LossTerm<Loss> as_term(LossTerm<Loss> term) {
    return term;
}
template <class Loss>
LossTerm<Loss> as_term(Loss loss) {
    return {std::move(loss), 1};
}

/// The verdict on losses that are added: the same targets for all, and each a plain mean over examples.
template <class First, class... Rest>
constexpr auto judge_terms() {
    if constexpr (requires(const First& loss, const typename First::Target* targets) {
                      loss.template weight<Shape<2>>(targets);
                  })
        return Refused<WeighsExamples, First>{};
    else if constexpr (sizeof...(Rest) == 0)
        return Fits{};
    else if constexpr (std::is_same_v<typename First::Target, typename FirstOf<Rest...>::Target>)
        return judge_terms<Rest...>();
    else
        return Refused<TargetsDiffer, First, FirstOf<Rest...>>{};
}

} // namespace detail

/// Σ weight · loss, for losses that compare the same outputs with the same targets:
///
///     const LossSum loss{MeanSquaredError{}, LossTerm{ErrorToSignal{.pre_emphasis = 0.85F}, 0.01F}};
///     Trainer<decltype(model), Batch<8>, LossSum<MeanSquaredError, ErrorToSignal>> trainer{model, loss};
///
/// A loss that is given without a LossTerm has weight 1. A LossSum takes as much memory as a gradient of the outputs,
/// and as much time as its losses together.
template <class... Losses>
struct LossSum {
    static_assert(sizeof...(Losses) > 0, "a LossSum has at least one loss");

    using Target = typename detail::FirstOf<Losses...>::Target;

    std::tuple<LossTerm<Losses>...> terms;

    template <class... Given>
        requires(std::is_same_v<detail::LossOfTerm<Given>, Losses> && ...)
    explicit LossSum(Given... given) : terms{detail::as_term(std::move(given))...} {}

    void require_numbers() const {
        each([](const auto& term) {
            detail::require_finite("the weight of a loss", term.weight);
            if constexpr (requires { term.loss.require_numbers(); }) term.loss.require_numbers();
        });
    }

    /// The first of the losses that does not take an output says so.
    template <class Out>
    static constexpr auto check() {
        using OfTerms = decltype(detail::judge_terms<Losses...>());
        if constexpr (OfTerms::fits)
            return first_misfit<Out, Losses...>();
        else
            return OfTerms{};
    }
    template <class Out>
    static constexpr std::size_t targets = detail::targets_per_example<detail::FirstOf<Losses...>, Out>();
    template <class Out>
        requires(std::is_same_v<typename Losses::Target, Token> && ...)
    static constexpr std::size_t classes = std::min({Losses::template classes<Out>...});

    template <std::size_t Batch, class Out>
    static constexpr std::size_t scratch =
        aligned_size(Batch * Out::size) + std::max({detail::loss_scratch<Losses, Batch, Out>()...});

    /// The loss of outputs (Batch, Out), and its gradient in doutputs.
    template <std::size_t Batch, class Out, class Real>
    Real forward_backward(const Real* outputs, const Target* given, Real* doutputs, Team* team, Real* memory) const {
        constexpr std::size_t size = Batch * Out::size;
        Real sum = 0;
        bool is_first = true;
        each([&](const auto& term) {
            Real* const own = is_first ? doutputs : memory;
            const auto weight = static_cast<Real>(term.weight);
            sum += weight * static_cast<Real>(detail::loss_of_batch<Batch, Out>(term.loss, outputs, given, own, team,
                                                                                memory + aligned_size(size)));
            const auto factor = simd::broadcast(weight);
            simd::for_each_vector<Real, size>([&](std::size_t at, auto count) {
                const auto part = factor * simd::load<count>(std::as_const(own) + at);
                simd::store<count>(doutputs + at,
                                   is_first ? part : simd::load<count>(std::as_const(doutputs) + at) + part);
            });
            is_first = false;
        });
        return sum;
    }

    /// The loss of one example.
    template <class Out, class Real>
    Real forward(const Real* outputs, const Target* given) const {
        Real sum = 0;
        each([&](const auto& term) {
            sum += static_cast<Real>(term.weight) * static_cast<Real>(term.loss.template forward<Out>(outputs, given));
        });
        return sum;
    }

  private:
    template <class Body>
    void each(Body body) const {
        std::apply([&](const auto&... term) { (body(term), ...); }, terms);
    }

    template <class Out, class First, class... Rest>
    static constexpr auto first_misfit() {
        using Answer = decltype(First::template check<Out>());
        if constexpr (!Answer::fits)
            return Answer{};
        else if constexpr (detail::targets_per_example<First, Out>() != targets<Out>)
            return Refused<TargetsDiffer, detail::FirstOf<Losses...>, First>{};
        else if constexpr (sizeof...(Rest) > 0)
            return first_misfit<Out, Rest...>();
        else
            return Fits{};
    }
};

template <class... Given>
LossSum(Given...) -> LossSum<detail::LossOfTerm<Given>...>;

} // namespace tenon
