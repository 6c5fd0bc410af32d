// SPDX-License-Identifier: BSL-1.0
//
// Training: forward with the batch's statistics, loss, backward, update.
#pragma once

#include "tenon/dsl.hpp"
#include "tenon/block.hpp"
#include "tenon/kernels/flush_denormals.hpp"
#include "tenon/loss/cross_entropy.hpp"
#include "tenon/lowered.hpp"
#include "tenon/model.hpp"
#include "tenon/optim/sgd.hpp"
#include "tenon/require.hpp"

#include <cstddef>
#include <span>

namespace tenon {

/// Trains a model, which it refers to and which has to outlive it, on batches of one size. All memory is taken here,
/// once: a step allocates nothing.
template <class ModelType, class BatchType, class Optimizer = Sgd, class Loss = CrossEntropy>
class Trainer {
    static_assert(judge<TrainingVerdict<typename ModelType::Net, typename ModelType::Input, BatchType::size, Loss>>());

  public:
    using Net = typename ModelType::Net;
    using Input = typename ModelType::Input;
    using Output = typename ModelType::Output;
    using Real = typename ModelType::Real;
    static constexpr std::size_t batch = BatchType::size;

    explicit Trainer(ModelType& model) : model_(&model), workspace_(workspace_size) {}
    Trainer(const Trainer&) = delete;
    Trainer& operator=(const Trainer&) = delete;

    /// One step on a batch: inputs (Batch, Input) and their targets (Batch). The loss is the batch's, before the
    /// update. Throws std::invalid_argument for another number of inputs or targets and std::out_of_range for a token
    /// that is not in the vocabulary; then nothing has changed.
    Real step(std::span<const Element<Input, Real>> inputs, std::span<const typename Loss::Target> targets, Real rate) {
        const Real loss = backward(inputs, targets);
        update(rate);
        return loss;
    }

    /// The first half of a step: the loss, with `gradients()` set and the running statistics moved.
    Real backward(std::span<const Element<Input, Real>> inputs, std::span<const typename Loss::Target> targets) {
        detail::require_size("inputs", inputs.size(), batch * Input::size);
        detail::require_size("targets", targets.size(), batch);
        detail::require_inputs<Input, Real>(inputs);
        detail::require_tokens("targets", targets, Loss::template classes<Output>);
        const kernels::ScopedFlushDenormals flush;
        Real* output = at(saved_size + scratch_size);
        Real* doutput = output + aligned(batch * Output::size);
        using Machine = Lowered<Net, Input>;
        Machine::template forward<batch>(inputs.data(), output, memory());
        const Real loss = Loss::template forward_backward<batch, Output>(output, targets.data(), doutput);
        Machine::template backward<batch>(inputs.data(), output, doutput, nullptr, memory());
        return loss;
    }

    /// The second half: the optimizer moves the parameters along the gradients.
    void update(Real rate) {
        const kernels::ScopedFlushDenormals flush;
        Optimizer::template update<gradient_size>(model_->parameter_block().data(), workspace_.data(), rate);
    }

    /// The gradients of the last batch, laid out as the model's parameters.
    [[nodiscard]] std::span<const Real> gradients() const { return workspace_.span().first(gradient_size); }

  private:
    using Joint = typename ModelType::Joint;
    static constexpr std::size_t gradient_size = block_size(Joint::parameters);
    static constexpr std::size_t saved_size = aligned(Joint::saved(batch));
    static constexpr std::size_t scratch_size = aligned(Joint::scratch(batch));
    static constexpr std::size_t workspace_size =
        gradient_size + saved_size + scratch_size + 2 * aligned(batch * Output::size);

    Real* at(std::size_t offset) { return workspace_.data() + gradient_size + offset; }
    Training<Real> memory() {
        return {model_->parameter_block().data(), workspace_.data(), model_->buffer_block().data(), at(0),
                at(saved_size)};
    }

    ModelType* model_;
    Block<Real> workspace_; ///< gradients, then what is saved, scratch, the output and its gradient
};

} // namespace tenon
