// SPDX-License-Identifier: BSL-1.0
//
// Evaluation: forward with the running statistics, over a model that it cannot change.
#pragma once

#include "tenon/dsl.hpp"
#include "tenon/given.hpp"
#include "tenon/kernels/flush_denormals.hpp"
#include "tenon/loss/cross_entropy.hpp"
#include "tenon/lowered.hpp"
#include "tenon/model.hpp"
#include "tenon/require.hpp"
#include "tenon/storage.hpp"

#include <algorithm>
#include <cstddef>
#include <memory>
#include <span>
#include <type_traits>
#include <utility>

namespace tenon {

/// Evaluates a model, which it refers to and which has to outlive it, up to `Batch` examples at a time. All memory is
/// taken here, once. An example's output does not depend on what else is in its batch.
template <class ModelType, class BatchType, class Storage = Heap>
class Evaluator {
  public:
    using Input = typename ModelType::Input;
    using Output = typename ModelType::Output;
    using Real = typename ModelType::Real;
    static constexpr std::size_t batch = BatchType::size;

    /// Reals that an Evaluator takes, and where: nothing to give, or for Borrowed a span of that many.
    static constexpr std::size_t memory_size = detail::EvaluationPlan<typename ModelType::Joint, Input, batch>::size;
    using Place = detail::Place<Storage, Real, memory_size>;

    using Number = Element<Input, Real>;
    template <std::size_t Most>
    using InputRange = Given<detail::Inputs, const Number, detail::Examples<Input::size, 1, Most>>;
    static constexpr std::size_t any = static_cast<std::size_t>(-1);

    template <class Given>
        requires detail::is_model<std::remove_cvref_t<Given>> && std::is_default_constructible_v<Place>
    explicit Evaluator(Given&& model)
        : model_(detail::referred<const ModelType>(std::forward<Given>(model))), workspace_(Place{}) {
        static_assert(judge<detail::ModelVerdict<Given, const ModelType>>());
        begin();
    }
    template <class Given>
        requires detail::is_model<std::remove_cvref_t<Given>>
    Evaluator(Given&& model, Place place)
        : model_(detail::referred<const ModelType>(std::forward<Given>(model))), workspace_(place) {
        static_assert(judge<detail::ModelVerdict<Given, const ModelType>>());
        begin();
    }
    Evaluator(const Evaluator&) = delete;
    Evaluator& operator=(const Evaluator&) = delete;

    /// The outputs (n, Output) of inputs (n, Input), for n from 1 to Batch; valid until the next call. Throws
    /// std::invalid_argument for another number of inputs, std::out_of_range for a token that is not in the vocabulary.
    std::span<const Real> operator()(InputRange<batch> inputs) {
        detail::require_inputs<Input, Real>(inputs);
        return run(inputs);
    }

    /// The mean loss over any number of examples, at least 1.
    template <class Loss = CrossEntropy>
    double loss(InputRange<any> inputs,
                Given<detail::Targets, const typename Loss::Target, detail::Examples<1, 1, any>> targets) {
        detail::require_size("inputs hold", inputs.size(), targets.size() * Input::size);
        detail::require_inputs<Input, Real>(inputs);
        detail::require_tokens("targets", targets, Loss::template classes<Output>);
        double total = 0;
        for (std::size_t done = 0; done < targets.size(); done += batch) {
            const std::size_t examples = std::min(batch, targets.size() - done);
            const Real* outputs = run(inputs.subspan(done * Input::size, examples * Input::size)).data();
            for (std::size_t example = 0; example < examples; ++example) {
                total += static_cast<double>(
                    Loss::template forward<Output>(outputs + example * Output::size, targets[done + example]));
            }
        }
        return total / static_cast<double>(targets.size());
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
    using Plan = detail::EvaluationPlan<typename ModelType::Joint, Input, batch>;

    /// Makes room for an input that is filled up.
    void begin() {
        static_assert(sizeof(Number) <= sizeof(Real), "tokens find room where reals do");
        std::uninitialized_fill_n(padded(), Plan::size > Plan::input ? batch * Input::size : 0, Number{0});
    }
    Number* padded() { return reinterpret_cast<Number*>(workspace_.data() + Plan::input); }

    /// A batch that is not full is filled up with zeros, whose outputs nobody sees.
    std::span<const Real> run(std::span<const Number> inputs) {
        const kernels::ScopedFlushDenormals flush;
        const Number* full = inputs.data();
        if (inputs.size() < batch * Input::size) {
            std::ranges::fill(std::ranges::copy(inputs, padded()).out, padded() + batch * Input::size, Number{0});
            full = padded();
        }
        Real* output = workspace_.data() + Plan::output;
        Lowered<typename ModelType::Net, Input>::template forward<batch>(
            full, output,
            Evaluation<Real>{.parameters = model_->parameter_block().data(),
                             .buffers = model_->buffer_block().data(),
                             .scratch = workspace_.data() + Plan::scratch});
        return {output, inputs.size() / Input::size * Output::size};
    }

    const ModelType* model_;
    typename Storage::template Block<Real, memory_size> workspace_;
};

} // namespace tenon
