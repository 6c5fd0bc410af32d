// SPDX-License-Identifier: BSL-1.0
//
// Evaluation: forward with the running statistics, over a model that it cannot change.
#pragma once

#include "tenon/dsl.hpp"
#include "tenon/arguments.hpp"
#include "tenon/checked_span.hpp"
#include "tenon/kernels/flush_denormals.hpp"
#include "tenon/loss/cross_entropy.hpp"
#include "tenon/loss/loss.hpp"
#include "tenon/lowered.hpp"
#include "tenon/lowered/verdict.hpp"
#include "tenon/model.hpp"
#include "tenon/options.hpp"
#include "tenon/other_arguments.hpp"
#include "tenon/require.hpp"
#include "tenon/storage.hpp"

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <functional>
#include <memory>
#include <span>
#include <stdexcept>
#include <string_view>
#include <type_traits>
#include <utility>

namespace tenon {

namespace detail {

struct CallOfEvaluator {
    static constexpr std::string_view name = "an Evaluator", arguments = "the inputs of 1 to Batch examples, one range";
};
using EvaluatorRules = OptionRules<AnEvaluator, BatchOption, StorageOption>;

/// The verdict on a model that is to be evaluated: there is one, what evaluates it is whole, and its net can run.
template <class ModelType, class... Options>
constexpr auto judge_evaluator() {
    using Evaluated = ModelOr<ModelType>;
    using OfOptions = EvaluatorRules::VerdictOf<Options...>;
    using Real = typename Evaluated::Real;
    using OfStorage = StorageVerdict<Option<StorageOption, Heap, Options...>, Real>;
    if constexpr (!is_model<std::remove_cvref_t<ModelType>>)
        return Refused<NotAModel<AnEvaluator>, ModelType>{};
    else if constexpr (!OfOptions::fits)
        return OfOptions{};
    else if constexpr (!OfStorage::fits)
        return OfStorage{};
    else
        return LoweredVerdict<typename Evaluated::Net, typename Evaluated::Input, Evaluation<Real>>{};
}
template <class ModelType, class... Options>
using EvaluatorVerdict = decltype(judge_evaluator<ModelType, Options...>());

} // namespace detail

/// Evaluates a model, which it refers to and which has to outlive it, up to `Batch` examples at a time. All memory is
/// taken here, once. An example's output does not depend on what else is in its batch.
///
/// Options, in any order: `Batch<n>`, which has to be there, and a storage (Heap).
template <class ModelType, class... Options>
class Evaluator {
    using Evaluated = detail::ModelOr<ModelType>;
    using Judged = detail::EvaluatorVerdict<ModelType, Options...>;
    static_assert(judge<Judged>());
    static constexpr bool runs = Judged::fits && !std::is_same_v<typename Evaluated::Net, detail::Nothing>;
    using Storage = std::conditional_t<runs, detail::Option<detail::StorageOption, Heap, Options...>, Heap>;

  public:
    using Input = typename Evaluated::Input;
    using Output = typename Evaluated::Output;
    using Real = typename Evaluated::Real;
    static constexpr std::size_t batch = detail::BatchOf<Options...>::size;
    static constexpr std::string_view kind = "an Evaluator";

    /// Reals that an Evaluator takes, and where: nothing to give, or for Borrowed a span of that many.
    static constexpr std::size_t memory_size = detail::EvaluationPlan<typename Evaluated::Joint, Input, batch>::size;
    using Block = typename Storage::template Block<Real, memory_size>;
    using Place = typename Block::Place;

    using Number = Element<Input, Real>;
    template <class What, class Each, class Rule>
    using Range = std::conditional_t<runs, CheckedSpan<What, Each, Rule>, detail::Anything<Each>>;
    template <std::size_t Most>
    using InputRange = Range<detail::Inputs, const Number, detail::Examples<Input::size, 1, Most>>;
    static constexpr std::size_t any = static_cast<std::size_t>(-1);
    using InputsOfLoss = Range<detail::Inputs, const Number, detail::ExamplesOfTargets<Input::size>>;
    template <class Loss>
    using LossVerdict = detail::EvaluationLossVerdict<Loss, Output, Real>;
    template <class Loss, class Known = std::conditional_t<LossVerdict<Loss>::fits, Loss, detail::NoLoss>>
    using TargetRange =
        std::conditional_t<LossVerdict<Loss>::fits,
                           Range<detail::Targets, const typename Known::Target,
                                 detail::Examples<detail::targets_per_example<Known, Output>(), 1, any>>,
                           detail::Anything<const Token>>;

    /// Made from its model, and for Borrowed its memory.
    template <class First, class... Rest>
    explicit Evaluator(First&& model, Rest&&... rest)
        : model_(detail::referred<const Evaluated>(std::forward<First>(model))),
          workspace_(Arguments::template in<detail::PlaceSlot<Place>>(std::forward<Rest>(rest)...)) {
        static_assert(judge<std::conditional_t<runs, ArgumentVerdict<First, Rest...>, Fits>>());
        begin();
    }
    Evaluator(const Evaluator&) = delete;
    Evaluator& operator=(const Evaluator&) = delete;
    ~Evaluator() = default;

    /// The outputs (n, Output) of inputs (n, Input), for n from 1 to Batch; valid until the next call, which may take
    /// them as its inputs. Throws std::invalid_argument for another number of inputs, std::out_of_range for a token
    /// that is not in the vocabulary.
    std::span<const Real> operator()(InputRange<batch> inputs) & {
        detail::require_inputs<Input, Real>(inputs);
        return run(inputs);
    }
    template <class Owner = Evaluator>
    std::span<const Real> operator()(InputRange<batch>) && {
        static_assert(judge<Refused<OwnerThatEndsHere, Owner>>());
        return {};
    }

    template <class... Given>
        requires(sizeof...(Given) != 1)
    std::span<const Real> operator()(Given&&...) {
        static_assert(judge<Refused<OtherArguments<detail::CallOfEvaluator>, Given...>>());
        return {};
    }

    /// The mean loss over any number of examples, at least 1. A loss that has numbers of its own is given as an object.
    template <class Loss = CrossEntropy>
    double loss(InputsOfLoss inputs, TargetRange<Loss> targets) {
        using Verdict = std::conditional_t<LossVerdict<Loss>::fits && !std::is_empty_v<Loss>,
                                           Refused<LossWithNumbers, Loss>, LossVerdict<Loss>>;
        static_assert(judge<std::conditional_t<runs, Verdict, Fits>>());
        if constexpr (runs && Verdict::fits)
            return mean_loss(inputs, targets, Loss());
        else
            return 0;
    }
    template <class Loss>
    double loss(InputsOfLoss inputs, TargetRange<Loss> targets, const Loss& loss) {
        static_assert(judge<std::conditional_t<runs, LossVerdict<Loss>, Fits>>());
        if constexpr (runs && LossVerdict<Loss>::fits)
            return mean_loss(inputs, targets, loss);
        else
            return 0;
    }

    /// These are a Trainer's.
    template <class... Arguments>
    void step(Arguments&&...) {
        static_assert(judge<Refused<EvaluatorDoesNotTrain, Arguments...>>());
    }
    template <class... Arguments>
    void backward(Arguments&&...) {
        static_assert(judge<Refused<EvaluatorDoesNotTrain, Arguments...>>());
    }

  private:
    using Plan = detail::EvaluationPlan<typename Evaluated::Joint, Input, batch>;
    using Net = std::conditional_t<runs, typename Evaluated::Net, detail::Nothing>;
    using Arguments = detail::ArgumentRules<detail::AnEvaluator, detail::PlaceSlot<Place>>;
    template <class First, class... Rest>
    using ArgumentVerdict = std::conditional_t<detail::ReferenceVerdict<First, const Evaluated>::fits,
                                               typename Arguments::template Verdict<Rest...>,
                                               detail::ReferenceVerdict<First, const Evaluated>>;

    /// Makes room for an input that is copied.
    void begin() {
        static_assert(sizeof(Number) <= sizeof(Real), "tokens find room where reals do");
        std::uninitialized_fill_n(copied(), Plan::size > Plan::input ? batch * Input::size : 0, Number{0});
    }
    Number* copied() { return reinterpret_cast<Number*>(workspace_.data() + Plan::input); }

    /// Whether numbers lie in the memory that a call writes, as outputs do.
    [[nodiscard]] bool is_own([[maybe_unused]] std::span<const Number> numbers) const {
        if constexpr (detail::is_tokens<Input>) {
            return false;
        } else {
            const std::less<const Real*> before;
            const Real* begin = workspace_.data();
            return before(numbers.data(), begin + memory_size) && before(begin, numbers.data() + numbers.size());
        }
    }

    template <class Loss>
    double mean_loss(std::span<const Number> inputs, std::span<const typename Loss::Target> targets, const Loss& loss) {
        constexpr std::size_t each = detail::targets_per_example<Loss, Output>();
        const std::size_t count = targets.size() / each;
        detail::require_size("inputs hold", inputs.size(), count * Input::size);
        detail::require_inputs<Input, Real>(inputs);
        detail::require_numbers_of(loss);
        detail::require_targets<Output>(loss, targets);
        if (is_own(inputs) && count > batch) {
            detail::fail<std::invalid_argument>(
                [] { return "inputs are outputs of this Evaluator, which change meanwhile: copy them first"; });
        }
        double total = 0, weights = 0;
        for (std::size_t done = 0; done < count; done += batch) {
            const std::size_t examples = std::min(batch, count - done);
            const Real* outputs = run(inputs.subspan(done * Input::size, examples * Input::size)).data();
            for (std::size_t example = 0; example < examples; ++example) {
                const auto* wanted = targets.data() + (done + example) * each;
                const double weight = detail::example_weight<Output>(loss, wanted);
                total += weight *
                         static_cast<double>(loss.template forward<Output>(outputs + example * Output::size, wanted));
                weights += weight;
            }
        }
        return weights > 0 ? total / weights : 0;
    }

    /// A batch that is not full is filled up with zeros, whose outputs nobody sees. Inputs that would be overwritten
    /// are copied, too.
    std::span<const Real> run(std::span<const Number> inputs) {
        const kernels::ScopedFlushDenormals flush;
        const Number* full = inputs.data();
        if (inputs.size() < batch * Input::size || is_own(inputs)) {
            if (!inputs.empty()) std::memmove(copied(), inputs.data(), inputs.size_bytes());
            std::fill(copied() + inputs.size(), copied() + batch * Input::size, Number{0});
            full = copied();
        }
        Real* output = workspace_.data() + Plan::output;
        Lowered<Net, Input>::template forward<batch>(full, output,
                                                     Evaluation<Real>{.parameters = model_->parameter_block().data(),
                                                                      .buffers = model_->buffer_block().data(),
                                                                      .scratch = workspace_.data() + Plan::scratch});
        return {output, inputs.size() / Input::size * Output::size};
    }

    const Evaluated* model_;
    Block workspace_;
};

/// A type that is left to be guessed lacks what is in brackets, and says so.
template <class ModelType, class... Rest>
Evaluator(ModelType&&, Rest&&...) -> Evaluator<std::remove_cvref_t<ModelType>>;

} // namespace tenon
