// SPDX-License-Identifier: BSL-1.0
//
// Training: forward with the batch's statistics, loss, backward, update.
#pragma once

#include "tenon/dsl.hpp"
#include "tenon/arguments.hpp"
#include "tenon/checked_span.hpp"
#include "tenon/divergence.hpp"
#include "tenon/kernels/finite.hpp"
#include "tenon/kernels/flush_denormals.hpp"
#include "tenon/kernels/team.hpp"
#include "tenon/loss/cross_entropy.hpp"
#include "tenon/loss/loss.hpp"
#include "tenon/lowered.hpp"
#include "tenon/lowered/verdict.hpp"
#include "tenon/model.hpp"
#include "tenon/optim/optimizer.hpp"
#include "tenon/optim/sgd.hpp"
#include "tenon/options.hpp"
#include "tenon/require.hpp"
#include "tenon/rewrite/for_training.hpp"
#include "tenon/schedule/schedule.hpp"
#include "tenon/storage.hpp"
#include "tenon/trainer_misuse.hpp"
#include "tenon/trainer_verdict.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <type_traits>
#include <utility>

namespace tenon {

/// Trains a model, which it refers to and which has to outlive it, on batches of one size. All memory is taken here,
/// once: a step allocates nothing.
///
/// It runs `ForTraining` of the net, or, as `Trainer<…, AsWritten>`, the net as it is written.
/// Options, in any order: `Batch<n>`, which has to be there, an optimizer (Sgd), a loss (CrossEntropy), a storage
/// (Heap).
template <class ModelType, class... Options>
class Trainer : detail::TrainerMisuse {
    using Trained = detail::ModelOr<ModelType>;
    using Judged = detail::TrainerVerdict<std::remove_reference_t<ModelType>, Options...>;
    static_assert(judge<Judged>());
    static constexpr bool runs = Judged::fits && !std::is_same_v<typename Trained::Net, detail::Nothing>;
    template <class Kind, class Default, class Quiet>
    using Chosen = std::conditional_t<runs, detail::Option<Kind, Default, Options...>, Quiet>;
    using Size = detail::BatchOf<Options...>;

  public:
    using Net = typename Trained::Net;
    using Input = typename Trained::Input;
    using Output = typename Trained::Output;
    using Real = typename Trained::Real;
    using Optimizer = Chosen<detail::OptimizerOption, Sgd, detail::NoOptimizer>;
    using Loss = Chosen<detail::LossOption, CrossEntropy, detail::NoLoss>;
    using Storage = Chosen<detail::StorageOption, Heap, Heap>;
    static constexpr std::size_t batch = Size::size;
    static constexpr std::string_view kind = "a Trainer";
    /// The net that runs.
    using Run = typename detail::RunOf<runs, Chosen<detail::RunOption, Rewritten, Rewritten>, Net, Input, Size>::type;
    using Joint = typename Run::template Joint<Input>;

  private:
    using Plan = detail::TrainingPlan<Joint, batch, detail::loss_scratch<Loss, batch, Output>()>;

  public:
    /// Reals that a Trainer takes beside its model's, and where: nothing to give, or for Borrowed a span of that many.
    static constexpr std::size_t memory_size = Plan::size + Optimizer::state * block_size(Joint::parameters);
    using Block = typename Storage::template Block<Real, memory_size>;
    using Place = typename Block::Place;

    template <class What, class Number, class Rule>
    using Range = std::conditional_t<runs, CheckedSpan<What, Number, Rule>, detail::Anything<Number>>;
    using InputRange = Range<detail::Inputs, const Element<Input, Real>, detail::Examples<Input::size, batch, batch>>;
    using TargetRange = Range<detail::Targets, const typename Loss::Target,
                              detail::Examples<detail::targets_per_example<Loss, Output>(), batch, batch>>;

    /// Made from its model, and in any order an object of its optimizer, one of its loss, a seed (that of what is drawn
    /// at random in a step, such as what Dropout drops), and for Borrowed its memory. Throws std::invalid_argument
    /// where numbers of the optimizer or the loss are out of their range, such as a momentum below 0.
    template <class First, class... Rest>
    explicit Trainer(First&& model, Rest&&... rest)
        : model_(detail::referred<Trained>(std::forward<First>(model))),
          seed_(Arguments::template in<detail::SeedSlot>(rest...)),
          optimizer_(Arguments::template in<detail::ObjectSlot<Optimizer>>(rest...)),
          loss_(Arguments::template in<detail::ObjectSlot<Loss>>(rest...)),
          workspace_(Arguments::template in<detail::PlaceSlot<Place>>(std::forward<Rest>(rest)...)) {
        static_assert(judge<std::conditional_t<runs, ArgumentVerdict<First, Rest...>, Fits>>());
        detail::require_numbers_of(optimizer_);
        detail::require_numbers_of(loss_);
    }
    Trainer(const Trainer&) = delete;
    Trainer& operator=(const Trainer&) = delete;
    ~Trainer() = default;

    /// One step on a batch: inputs (Batch, Input) and their targets. The loss is the batch's, before the update. Throws
    /// std::invalid_argument for another number of inputs or targets, or a rate that is not finite or below 0,
    /// std::out_of_range for a token that is not in the vocabulary, and Diverged; then nothing has changed.
    ///
    /// The rate is a number, or a schedule, which gives one for the number of updates that were made.
    template <class Rate>
    Real step(InputRange inputs, TargetRange targets, const Rate& rate) {
        static_assert(judge<detail::RateVerdict<Rate, Real>>());
        const Real now = rate_of(rate);
        const Real loss = backward(inputs, targets);
        update(now);
        return loss;
    }

    /// The first half of a step: the loss, with `gradients()` set and the running statistics moved.
    Real backward(InputRange inputs, TargetRange targets) {
        detail::require_inputs<Input, Real>(inputs);
        detail::require_targets<Output>(loss_, targets);
        const kernels::ScopedFlushDenormals flush;
        if constexpr (!runs)
            return 0;
        else
            return look_at(run(inputs.data(), targets.data()));
    }

    // Overloads that say what each of these takes, for calls with other arguments.
    using TrainerMisuse::backward;
    using TrainerMisuse::step;
    using TrainerMisuse::update;
    using TrainerMisuse::use;
    using TrainerMisuse::when_diverged;

    /// What is done about a loss or gradient that is not finite, from now on.
    void when_diverged(Divergence choice) { choice_ = choice; }
    [[nodiscard]] Divergence divergence_choice() const { return choice_; }
    /// Whether that of the last batch was not.
    [[nodiscard]] bool diverged() const { return diverged_; }

    /// The second half: the optimizer moves the parameters along the gradients. Nothing moves behind a batch that
    /// diverged.
    template <class Rate>
    void update(const Rate& rate) {
        static_assert(judge<detail::RateVerdict<Rate, Real>>());
        if constexpr (runs) move(rate_of(rate));
    }

    /// Updates that were made, and, for a Trainer that goes on where another one ended, that were made before.
    [[nodiscard]] std::uint64_t updates() const { return updates_; }
    void set_updates(std::uint64_t updates) { updates_ = updates; }

    /// The model that it trains.
    [[nodiscard]] Trained& model() const { return *model_; }

    /// The seed of what is drawn at random in steps.
    [[nodiscard]] std::uint64_t seed() const { return seed_; }
    void set_seed(std::uint64_t seed) { seed_ = seed; }

    /// What the optimizer keeps: number `index` of each parameter, laid out as the parameters.
    [[nodiscard]] std::span<Real> optimizer_state(std::size_t index) & {
        return std::span<Real>(workspace_.data() + Plan::size, Optimizer::state * Plan::saved)
            .subspan(index * Plan::saved, Plan::saved);
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

    /// The gradients of the last batch, laid out as the model's parameters, with zeros between them. They may be
    /// changed before an update, which does not look at them again.
    [[nodiscard]] std::span<Real> gradients() & { return {workspace_.data(), Plan::saved}; }
    [[nodiscard]] std::span<const Real> gradients() const& { return {workspace_.data(), Plan::saved}; }
    /// The gradient of one parameter, by its name.
    template <QualifiedName TensorName>
    [[nodiscard]] auto gradient() & {
        static_assert(judge<typename Trained::template NameVerdict<true, TensorName>>());
        constexpr TensorSpec spec = detail::named_tensor<typename Trained::Joint, true, TensorName>();
        return gradients().template subspan<spec.offset, spec.shape.size()>();
    }
    template <class Owner = Trainer>
    [[nodiscard]] std::span<const Real> gradients() const&& {
        static_assert(judge<Refused<OwnerThatEndsHere, Owner>>());
        return {};
    }

  private:
    static_assert(!runs || block_size(Joint::parameters) == block_size(Trained::Joint::parameters),
                  "grouping moves no tensor");

    using Arguments = detail::ArgumentRules<detail::ATrainer, detail::SeedSlot, detail::ObjectSlot<Optimizer>,
                                            detail::ObjectSlot<Loss>, detail::PlaceSlot<Place>>;
    template <class First, class... Rest>
    using ArgumentVerdict =
        std::conditional_t<detail::ReferenceVerdict<First, Trained>::fits,
                           typename Arguments::template Verdict<Rest...>, detail::ReferenceVerdict<First, Trained>>;

    /// The rate of the next update.
    template <class Rate>
    [[nodiscard]] Real rate_of(const Rate& rate) const {
        Real now = 0;
        if constexpr (detail::RateVerdict<Rate, Real>::fits) now = detail::rate_at<Real>(rate, updates_);
        detail::require_finite("the rate", now);
        detail::require_not_negative("the rate", static_cast<double>(now));
        return now;
    }

    /// The optimizer's work, shared.
    void move(Real rate) {
        if (diverged_) return;
        const kernels::ScopedFlushDenormals flush;
        ++updates_;
        Real* parameters = model_->parameter_block().data();
        Real* state = workspace_.data() + Plan::size;
        const Real* from = workspace_.data() + Plan::gradients;
        // Each tensor is cut into parts of its own: a thread has half of it in its cache, and not all of another one.
        kernels::parallel_for<Plan::saved * kernels::element_work>(team_, [=, this](auto part) {
            for (std::size_t index = 0; const TensorSpec& tensor : Trained::Joint::parameters) {
                const auto [first, last] = detail::reals_of<Optimizer>(part, index++, tensor.shape.size());
                const std::size_t begin = tensor.offset + first, count = last - first;
                if (count == 0) continue;
                ParameterSlice<Real, Optimizer::state> slice{
                    {parameters + begin, count}, {from + begin, count}, {}, &tensor};
                Real* kept = state + begin;
                for (std::span<Real>& numbers : slice.state) {
                    numbers = {kept, count};
                    kept += Plan::saved;
                }
                optimizer_.update(slice, rate, updates_);
            }
        });
    }

    /// Forward, loss and backward: the loss.
    Real run(const Element<Input, Real>* inputs, const typename Loss::Target* targets) {
        const auto buffers = std::as_const(*model_).buffer_block();
        std::ranges::copy(buffers, workspace_.data() + Plan::buffers);
        Real* output = workspace_.data() + Plan::output;
        Real* doutput = workspace_.data() + Plan::output_gradient;
        using Machine = Lowered<Run, Input>;
        Machine::template forward<batch>(inputs, output, memory());
        const Real loss = detail::loss_of_batch<batch, Output>(loss_, output, targets, doutput, team_,
                                                               workspace_.data() + Plan::scratch);
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
        if constexpr (block_size(Joint::buffers) > 0)
            std::copy_n(workspace_.data() + Plan::buffers, block_size(Joint::buffers), model_->buffer_block().data());
        if (choice_ == Divergence::throws) {
            detail::fail<Diverged>([&] {
                return detail::divergence<Real>(model_->examples_trained(), loss, Trained::Joint::parameters,
                                                gradients());
            });
        }
        return loss;
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
    [[no_unique_address]] Optimizer optimizer_;
    [[no_unique_address]] Loss loss_;
    std::uint64_t updates_ = 0;
    Divergence choice_ = Divergence::throws;
    bool diverged_ = false;
    Team* team_ = nullptr;
    Block workspace_;
};

/// A type that is left to be guessed lacks what is in brackets, and says so.
template <class ModelType, class... Rest>
Trainer(ModelType&&, Rest&&...) -> Trainer<std::remove_cvref_t<ModelType>>;

} // namespace tenon
