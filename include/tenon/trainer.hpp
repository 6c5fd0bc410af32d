// SPDX-License-Identifier: BSL-1.0
//
// Training: forward with the batch's statistics, loss, backward, update.
#pragma once

#include "tenon/dsl.hpp"
#include "tenon/divergence.hpp"
#include "tenon/given.hpp"
#include "tenon/kernels/finite.hpp"
#include "tenon/kernels/flush_denormals.hpp"
#include "tenon/kernels/team.hpp"
#include "tenon/loss/cross_entropy.hpp"
#include "tenon/loss/targets.hpp"
#include "tenon/lowered.hpp"
#include "tenon/lowered/verdict.hpp"
#include "tenon/model.hpp"
#include "tenon/optim/sgd.hpp"
#include "tenon/require.hpp"
#include "tenon/rewrite/for_training.hpp"
#include "tenon/storage.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace tenon {

namespace detail {

/// The verdict on a model that is to be trained: it may change, its net fits the batch and the loss, and can run.
template <class Named, std::size_t Examples, class Loss, class Trained = std::remove_cvref_t<Named>>
constexpr auto judge_trainer() {
    using Fit = TrainingVerdict<typename Trained::Net, typename Trained::Input, Examples, Loss>;
    if constexpr (std::is_const_v<Named>)
        return Refused<TrainerOfConstModel, Named>{};
    else if constexpr (!Fit::fits)
        return Fit{};
    else
        return LoweredVerdict<typename Trained::Net, typename Trained::Input>{};
}
template <class Named, std::size_t Examples, class Loss>
using TrainerVerdict = decltype(judge_trainer<Named, Examples, Loss>());

/// The net that runs; one that cannot is nothing.
template <bool Fits, class Choice, class Net, class In, class BatchType>
struct RunOf {
    using type = Nothing;
};
template <class Choice, class Net, class In, class BatchType>
struct RunOf<true, Choice, Net, In, BatchType> {
    using type = typename Choice::template Run<Net, In, BatchType>;
};
template <class Choice, class In, class BatchType>
struct RunOf<true, Choice, Nothing, In, BatchType> {
    using type = Nothing;
};

} // namespace detail

/// Trains a model, which it refers to and which has to outlive it, on batches of one size. All memory is taken here,
/// once: a step allocates nothing.
///
/// It runs `ForTraining` of the net, or, as `Trainer<…, AsWritten>`, the net as it is written.
template <class ModelType, class BatchType, class Optimizer = Sgd, class Loss = CrossEntropy, class Storage = Heap,
          class Choice = Rewritten>
class Trainer {
    using Trained = std::remove_cvref_t<ModelType>;
    using Named = std::remove_reference_t<ModelType>;
    using Judged = detail::TrainerVerdict<Named, BatchType::size, Loss>;
    static_assert(judge<Judged>());

  public:
    using Net = typename Trained::Net;
    using Input = typename Trained::Input;
    using Output = typename Trained::Output;
    using Real = typename Trained::Real;
    static constexpr std::size_t batch = BatchType::size;
    static constexpr std::string_view kind = "a Trainer";
    /// The net that runs.
    using Run = typename detail::RunOf<Judged::fits, Choice, Net, Input, BatchType>::type;
    using Joint = typename Run::template Joint<Input>;

    /// Reals that a Trainer takes beside its model's, and where: nothing to give, or for Borrowed a span of that many.
    static constexpr std::size_t memory_size = detail::TrainingPlan<Joint, batch>::size;
    using Place = detail::Place<Storage, Real, memory_size>;

    using InputRange = Given<detail::Inputs, const Element<Input, Real>, detail::Examples<Input::size, batch, batch>>;
    using TargetRange = Given<detail::Targets, const typename Loss::Target,
                              detail::Examples<detail::targets_per_example<Loss, Output>(), batch, batch>>;

    /// The seed is that of what is drawn at random in a step, such as what Dropout drops.
    template <class Given>
        requires detail::is_model<std::remove_cvref_t<Given>> && std::is_default_constructible_v<Place>
    explicit Trainer(Given&& model, std::uint64_t seed = 0)
        : model_(referred(std::forward<Given>(model))), seed_(seed), workspace_(Place{}) {
        static_assert(judge<detail::ReferenceVerdict<Given, Named>>());
    }
    template <class Given>
        requires detail::is_model<std::remove_cvref_t<Given>>
    Trainer(Given&& model, Place place, std::uint64_t seed = 0)
        : model_(referred(std::forward<Given>(model))), seed_(seed), workspace_(place) {
        static_assert(judge<detail::ReferenceVerdict<Given, Named>>());
    }
    Trainer(const Trainer&) = delete;
    Trainer& operator=(const Trainer&) = delete;
    ~Trainer() = default;

    /// One step on a batch: inputs (Batch, Input) and their targets. The loss is the batch's, before the update. Throws
    /// std::invalid_argument for another number of inputs or targets, or a rate that is not finite, std::out_of_range
    /// for a token that is not in the vocabulary, and Diverged; then nothing has changed.
    Real step(InputRange inputs, TargetRange targets, Real rate) {
        detail::require_finite("the rate", rate);
        const Real loss = backward(inputs, targets);
        update(rate);
        return loss;
    }

    /// The first half of a step: the loss, with `gradients()` set and the running statistics moved.
    Real backward(InputRange inputs, TargetRange targets) {
        detail::require_inputs<Input, Real>(inputs);
        detail::require_targets<Loss, Output>(targets);
        const kernels::ScopedFlushDenormals flush;
        if constexpr (!Judged::fits)
            return 0;
        else
            return look_at(run(inputs.data(), targets.data()));
    }

    /// What is done about a loss or gradient that is not finite, from now on.
    void when_diverged(Divergence choice) { choice_ = choice; }
    /// Whether that of the last batch was not.
    [[nodiscard]] bool diverged() const { return diverged_; }

    /// The second half: the optimizer moves the parameters along the gradients. Nothing moves behind a batch that
    /// diverged.
    void update(Real rate) {
        detail::require_finite("the rate", rate);
        if (diverged_) return;
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
    static constexpr bool shares =
        detail::saturated_product(batch, Joint::forward_flops + Joint::backward_flops) >= std::size_t{1} << 26U;

    /// From now on the team, which has to outlive this, shares the work of steps, if they are worth it. No bit of a
    /// result depends on who does the work.
    void use(Team& team) {
        if (shares) team_ = &team;
    }
    template <class Given>
        requires std::is_base_of_v<Team, std::remove_cvref_t<Given>> && (!std::is_lvalue_reference_v<Given>)
    void use(Given&&) {
        static_assert(judge<Refused<TeamThatEndsHere, Given>>());
    }

    /// The gradients of the last batch, laid out as the model's parameters.
    [[nodiscard]] std::span<const Real> gradients() const& { return {workspace_.data(), Plan::saved}; }
    template <class Owner = Trainer>
    [[nodiscard]] std::span<const Real> gradients() const&& {
        static_assert(judge<Refused<OwnerThatEndsHere, Owner>>());
        return {};
    }

  private:
    using Plan = detail::TrainingPlan<Joint, batch>;
    static_assert(!Judged::fits || block_size(Joint::parameters) == block_size(Trained::Joint::parameters),
                  "grouping moves no tensor");

    /// A const ModelType was refused above, so that there is no const to cast away from what is used.
    template <class Given>
    static Trained* referred(Given&& model) {
        return const_cast<Trained*>(detail::referred<Named>(std::forward<Given>(model)));
    }

    /// Forward, loss and backward: the loss.
    Real run(const Element<Input, Real>* inputs, const typename Loss::Target* targets) {
        const auto buffers = std::as_const(*model_).buffer_block();
        std::ranges::copy(buffers, workspace_.data() + Plan::buffers);
        Real* output = workspace_.data() + Plan::output;
        Real* doutput = workspace_.data() + Plan::output_gradient;
        using Machine = Lowered<Run, Input>;
        Machine::template forward<batch>(inputs, output, memory());
        const Real loss = Loss::template forward_backward<batch, Output>(output, targets, doutput, team_);
        Machine::template backward<batch>(inputs, output, doutput, nullptr, memory());
        return loss;
    }

    /// Takes back what a batch has done to the buffers if it diverged, and counts its examples otherwise.
    Real look_at(Real loss) {
        diverged_ = choice_ != Divergence::ignored &&
                    !(kernels::is_finite(loss) && kernels::all_finite<Plan::saved>(gradients().data(), team_) &&
                      kernels::all_finite<block_size(Joint::buffers)>(model_->buffer_block().data()));
        if (!diverged_) {
            model_->set_examples_trained(model_->examples_trained() + batch);
            return loss;
        }
        std::copy_n(workspace_.data() + Plan::buffers, model_->buffer_block().size(), model_->buffer_block().data());
        if (choice_ == Divergence::throws) detail::fail<Diverged>([&] { return divergence(loss); });
        return loss;
    }

    /// What is not finite, in a sentence.
    [[nodiscard]] std::string divergence(Real loss) const {
        const std::string when =
            "training diverged after " + std::to_string(model_->examples_trained()) + " examples: ";
        if (!kernels::is_finite(loss))
            return when + "the loss is " + detail::number_text(loss) + ", expected a finite one";
        for (const TensorSpec& tensor : Trained::Joint::parameters) {
            for (const Real number : gradients().subspan(tensor.offset, tensor.shape.size())) {
                if (kernels::is_finite(number)) continue;
                return when + "the gradient of " + std::string(tensor.name.view()) + " holds " +
                       detail::number_text(number) + ", expected finite numbers";
            }
        }
        return when + "the running statistics are not finite";
    }

    Training<Real> memory() {
        return {.parameters = model_->parameter_block().data(),
                .gradients = workspace_.data() + Plan::gradients,
                .buffers = model_->buffer_block().data(),
                .saved = workspace_.data() + Plan::saved,
                .scratch = workspace_.data() + Plan::scratch,
                .rng_key = {.seed = seed_, .examples = model_->examples_trained()},
                .team = team_};
    }

    Trained* model_;
    std::uint64_t seed_;
    Divergence choice_ = Divergence::throws;
    bool diverged_ = false;
    Team* team_ = nullptr;
    typename Storage::template Block<Real, memory_size> workspace_;
};

} // namespace tenon
