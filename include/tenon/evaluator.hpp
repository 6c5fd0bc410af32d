// SPDX-License-Identifier: BSL-1.0
//
// Evaluation: forward with the running statistics, over a model that it cannot change.
#pragma once

#include "tenon/dsl.hpp"
#include "tenon/given.hpp"
#include "tenon/kernels/flush_denormals.hpp"
#include "tenon/loss/cross_entropy.hpp"
#include "tenon/loss/targets.hpp"
#include "tenon/lowered.hpp"
#include "tenon/lowered/verdict.hpp"
#include "tenon/model.hpp"
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

/// Evaluates a model, which it refers to and which has to outlive it, up to `Batch` examples at a time. All memory is
/// taken here, once. An example's output does not depend on what else is in its batch.
template <class ModelType, class BatchType, class Storage = Heap>
class Evaluator {
    using Evaluated = std::remove_cvref_t<ModelType>;
    using Judged = detail::LoweredVerdict<typename Evaluated::Net, typename Evaluated::Input>;
    static_assert(judge<Judged>());

  public:
    using Input = typename Evaluated::Input;
    using Output = typename Evaluated::Output;
    using Real = typename Evaluated::Real;
    static constexpr std::size_t batch = BatchType::size;
    static constexpr std::string_view kind = "an Evaluator";

    /// Reals that an Evaluator takes, and where: nothing to give, or for Borrowed a span of that many.
    static constexpr std::size_t memory_size = detail::EvaluationPlan<typename Evaluated::Joint, Input, batch>::size;
    using Place = detail::Place<Storage, Real, memory_size>;

    using Number = Element<Input, Real>;
    template <std::size_t Most>
    using InputRange = Given<detail::Inputs, const Number, detail::Examples<Input::size, 1, Most>>;
    static constexpr std::size_t any = static_cast<std::size_t>(-1);

    template <class Given>
        requires detail::is_model<std::remove_cvref_t<Given>> && std::is_default_constructible_v<Place>
    explicit Evaluator(Given&& model)
        : model_(detail::referred<const Evaluated>(std::forward<Given>(model))), workspace_(Place{}) {
        static_assert(judge<detail::ReferenceVerdict<Given, const Evaluated>>());
        begin();
    }
    template <class Given>
        requires detail::is_model<std::remove_cvref_t<Given>>
    Evaluator(Given&& model, Place place)
        : model_(detail::referred<const Evaluated>(std::forward<Given>(model))), workspace_(place) {
        static_assert(judge<detail::ReferenceVerdict<Given, const Evaluated>>());
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

    /// The mean loss over any number of examples, at least 1.
    template <class Loss = CrossEntropy>
    double loss(Given<detail::Inputs, const Number, detail::ExamplesOfTargets<Input::size>> inputs,
                Given<detail::Targets, const typename Loss::Target,
                      detail::Examples<detail::targets_per_example<Loss, Output>(), 1, any>>
                    targets) {
        using Verdict = detail::LossVerdict<Loss, Output>;
        constexpr bool has_forward = requires(const Real* outputs, const typename Loss::Target* target) {
            Loss::template forward<Output>(outputs, target);
        };
        static_assert(
            judge<std::conditional_t<Verdict::fits && !has_forward, Refused<LossWithoutForward, Loss>, Verdict>>());
        if constexpr (Verdict::fits && has_forward)
            return mean_loss<Loss>(inputs, targets);
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
    using Net = std::conditional_t<Judged::fits, typename Evaluated::Net, detail::Nothing>;

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
    double mean_loss(std::span<const Number> inputs, std::span<const typename Loss::Target> targets) {
        constexpr std::size_t each = detail::targets_per_example<Loss, Output>();
        const std::size_t count = targets.size() / each;
        detail::require_size("inputs hold", inputs.size(), count * Input::size);
        detail::require_inputs<Input, Real>(inputs);
        detail::require_targets<Loss, Output>(targets);
        if (is_own(inputs) && count > batch) {
            detail::fail<std::invalid_argument>(
                [] { return "inputs are outputs of this Evaluator, which change meanwhile: copy them first"; });
        }
        double total = 0;
        for (std::size_t done = 0; done < count; done += batch) {
            const std::size_t examples = std::min(batch, count - done);
            const Real* outputs = run(inputs.subspan(done * Input::size, examples * Input::size)).data();
            for (std::size_t example = 0; example < examples; ++example) {
                total += static_cast<double>(Loss::template forward<Output>(outputs + example * Output::size,
                                                                            targets.data() + (done + example) * each));
            }
        }
        return total / static_cast<double>(count);
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
    typename Storage::template Block<Real, memory_size> workspace_;
};

} // namespace tenon
