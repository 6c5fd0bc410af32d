// SPDX-License-Identifier: BSL-1.0
//
// Training: forward with the batch's statistics, loss, backward, update.
#pragma once

#include "tenon/dsl.hpp"
#include "tenon/given.hpp"
#include "tenon/kernels/dropout.hpp"
#include "tenon/kernels/flush_denormals.hpp"
#include "tenon/kernels/team.hpp"
#include "tenon/loss/cross_entropy.hpp"
#include "tenon/lowered.hpp"
#include "tenon/model.hpp"
#include "tenon/optim/sgd.hpp"
#include "tenon/require.hpp"
#include "tenon/rewrite/for_training.hpp"
#include "tenon/storage.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>
#include <utility>

namespace tenon {

/// Trains a model, which it refers to and which has to outlive it, on batches of one size. All memory is taken here,
/// once: a step allocates nothing.
///
/// It runs `ForTraining` of the net, or, as `Trainer<…, AsWritten>`, the net as it is written.
template <class ModelType, class BatchType, class Optimizer = Sgd, class Loss = CrossEntropy, class Storage = Heap,
          class Choice = Rewritten>
class Trainer {
    using Trained = std::remove_const_t<ModelType>;
    using Judged = TrainingVerdict<typename Trained::Net, typename Trained::Input, BatchType::size, Loss>;
    static_assert(judge<std::conditional_t<std::is_const_v<ModelType>, Refused<TrainerOfConstModel>, Judged>>());

  public:
    using Net = typename Trained::Net;
    using Input = typename Trained::Input;
    using Output = typename Trained::Output;
    using Real = typename Trained::Real;
    static constexpr std::size_t batch = BatchType::size;
    /// The net that runs.
    using Run = std::conditional_t<std::is_same_v<Net, detail::Nothing>, Net,
                                   typename Choice::template Run<Net, Input, BatchType>>;
    using Joint = typename Run::template Joint<Input>;

    /// Reals that a Trainer takes beside its model's, and where: nothing to give, or for Borrowed a span of that many.
    static constexpr std::size_t memory_size = detail::TrainingPlan<Joint, batch>::size;
    using Place = detail::Place<Storage, Real, memory_size>;

    using InputRange = Given<detail::Inputs, const Element<Input, Real>, detail::Examples<Input::size, batch, batch>>;
    using TargetRange = Given<detail::Targets, const typename Loss::Target, detail::Examples<1, batch, batch>>;

    /// The seed is that of what is drawn at random in a step, such as what Dropout drops.
    template <class Given>
        requires detail::is_model<std::remove_cvref_t<Given>> && std::is_default_constructible_v<Place>
    explicit Trainer(Given&& model, std::uint64_t seed = 0)
        : model_(referred(std::forward<Given>(model))), seed_(seed), workspace_(Place{}) {
        static_assert(judge<detail::ModelVerdict<Given, ModelType>>());
    }
    template <class Given>
        requires detail::is_model<std::remove_cvref_t<Given>>
    Trainer(Given&& model, Place place, std::uint64_t seed = 0)
        : model_(referred(std::forward<Given>(model))), seed_(seed), workspace_(place) {
        static_assert(judge<detail::ModelVerdict<Given, ModelType>>());
    }
    Trainer(const Trainer&) = delete;
    Trainer& operator=(const Trainer&) = delete;

    /// One step on a batch: inputs (Batch, Input) and their targets (Batch). The loss is the batch's, before the
    /// update. Throws std::invalid_argument for another number of inputs or targets and std::out_of_range for a token
    /// that is not in the vocabulary; then nothing has changed.
    Real step(InputRange inputs, TargetRange targets, Real rate) {
        const Real loss = backward(inputs, targets);
        update(rate);
        return loss;
    }

    /// The first half of a step: the loss, with `gradients()` set and the running statistics moved.
    Real backward(InputRange inputs, TargetRange targets) {
        detail::require_inputs<Input, Real>(inputs);
        detail::require_tokens("targets", targets, Loss::template classes<Output>);
        const kernels::ScopedFlushDenormals flush;
        Real* output = workspace_.data() + Plan::output;
        Real* doutput = workspace_.data() + Plan::output_gradient;
        using Machine = Lowered<Run, Input>;
        Machine::template forward<batch>(inputs.data(), output, memory());
        const Real loss = Loss::template forward_backward<batch, Output>(output, targets.data(), doutput, team_);
        Machine::template backward<batch>(inputs.data(), output, doutput, nullptr, memory());
        ++steps_;
        return loss;
    }

    /// The second half: the optimizer moves the parameters along the gradients.
    void update(Real rate) {
        const kernels::ScopedFlushDenormals flush;
        Real* parameters = model_->parameter_block().data();
        const Real* from = workspace_.data() + Plan::gradients;
        // Each tensor is cut into parts of its own: a thread has half of it in its cache, and not all of another one.
        kernels::in_parts<Plan::saved * kernels::element_work>(team_, [=](auto part) {
            for (const TensorSpec& tensor : Joint::parameters) {
                const std::size_t lines = aligned(tensor.shape.size()) / block_alignment;
                const std::size_t begin = tensor.offset + part.begin(lines) * block_alignment;
                const std::size_t end = tensor.offset + part.end(lines) * block_alignment;
                Optimizer::update(parameters + begin, from + begin, end - begin, rate);
            }
        });
    }

    /// Whether a step is work enough to be shared. What changes hands between processors costs about as much as two of
    /// them save at 48 million operations (the lecture's tree on batches of 64); at twice that it is 1.4 times as fast.
    static constexpr bool shares = batch * (Joint::forward_flops + Joint::backward_flops) >= std::size_t{1} << 26U;

    /// From now on the team, which has to outlive this, shares the work of steps, if they are worth it. No bit of a
    /// result depends on who does the work.
    void use(Team& team) {
        if (shares) team_ = &team;
    }

    /// The gradients of the last batch, laid out as the model's parameters.
    [[nodiscard]] std::span<const Real> gradients() const { return {workspace_.data(), Plan::saved}; }

  private:
    using Plan = detail::TrainingPlan<Joint, batch>;
    static_assert(block_size(Joint::parameters) == block_size(Trained::Joint::parameters), "grouping moves no tensor");

    /// A const ModelType was refused above, so that there is no const to cast away from what is used.
    template <class Given>
    static Trained* referred(Given&& model) {
        return const_cast<Trained*>(detail::referred<ModelType>(std::forward<Given>(model)));
    }

    Training<Real> memory() {
        return {.parameters = model_->parameter_block().data(),
                .gradients = workspace_.data() + Plan::gradients,
                .buffers = model_->buffer_block().data(),
                .saved = workspace_.data() + Plan::saved,
                .scratch = workspace_.data() + Plan::scratch,
                .noise = kernels::derived(seed_, steps_),
                .team = team_};
    }

    Trained* model_;
    std::uint64_t seed_;
    std::uint64_t steps_ = 0;
    Team* team_ = nullptr;
    typename Storage::template Block<Real, memory_size> workspace_;
};

} // namespace tenon
