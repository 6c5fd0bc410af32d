// SPDX-License-Identifier: BSL-1.0
//
// Looking inside: what a training step computes on a batch, with the output of every layer and its gradient.
#pragma once

#include "tenon/dsl.hpp"
#include "tenon/arguments.hpp"
#include "tenon/checked_span.hpp"
#include "tenon/dsl/summary.hpp"
#include "tenon/inspector_verdict.hpp"
#include "tenon/kernels/flush_denormals.hpp"
#include "tenon/loss/cross_entropy.hpp"
#include "tenon/loss/loss.hpp"
#include "tenon/lowered.hpp"
#include "tenon/lowered/inspected.hpp"
#include "tenon/model.hpp"
#include "tenon/options.hpp"
#include "tenon/require.hpp"
#include "tenon/storage.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <stdexcept>
#include <string_view>
#include <type_traits>
#include <utility>

namespace tenon {

/// A layer as an Inspector shows it: its output, (Batch, shape), and the gradient of the loss with respect to that.
template <class Real>
struct InspectedLayer {
    std::string_view name;  ///< its position, `3`, within forms `3.0`; empty for the net itself
    std::string_view layer; ///< as written: `Linear<128, no_bias>`
    Extents shape;          ///< of one example
    std::span<const Real> output;
    std::span<const Real> output_gradient;
};

/// Runs the forward pass, the loss and the backward pass of a training step without changing the model, and keeps the
/// output of every layer and its gradient. It runs the net as it is written, with the same bits as the next step of a
/// `Trainer<Model, Batch<n>, AsWritten>` that has the same seed. All memory is taken when it is made.
///
/// Options, in any order: `Batch<n>`, which has to be there, a loss (CrossEntropy), a storage (Heap).
template <class ModelType, class... Options>
class Inspector {
    using Inspected = detail::ModelOr<ModelType>;
    using Judged = detail::InspectorVerdict<ModelType, Options...>;
    static_assert(judge<Judged>());
    static constexpr bool runs = Judged::fits && !std::is_same_v<typename Inspected::Net, detail::Nothing>;
    template <class Kind, class Default, class Quiet>
    using Chosen = std::conditional_t<runs, detail::Option<Kind, Default, Options...>, Quiet>;

  public:
    using Net = std::conditional_t<runs, typename Inspected::Net, detail::Nothing>;
    using Input = std::conditional_t<runs, typename Inspected::Input, Shape<1>>;
    using Output = std::conditional_t<runs, typename Inspected::Output, Shape<1>>;
    using Real = typename Inspected::Real;
    using Loss = Chosen<detail::LossOption, CrossEntropy, detail::NoLoss>;
    using Storage = Chosen<detail::StorageOption, Heap, Heap>;
    static constexpr std::size_t batch = detail::BatchOf<Options...>::size;
    static constexpr std::string_view kind = "an Inspector";
    using Joint = typename Net::template Joint<Input>;

  private:
    /// Where things lie, in reals.
    struct Plan {
        static constexpr std::size_t gradients = 0;
        static constexpr std::size_t buffers = block_size(Joint::parameters);
        static constexpr std::size_t saved = buffers + block_size(Joint::buffers);
        static constexpr std::size_t scratch = saved + aligned_size(Joint::saved(batch));
        static constexpr std::size_t outputs =
            scratch +
            aligned_size(std::max(Joint::training_scratch(batch), detail::loss_scratch<Loss, batch, Output>()));
        static constexpr std::size_t output_gradients = outputs + detail::inspected_size<Joint>(batch);
        static constexpr std::size_t input_gradient = output_gradients + detail::inspected_size<Joint>(batch);
        static constexpr std::size_t size =
            input_gradient + (detail::is_tokens<Input> ? 0 : aligned_size(batch * Input::size));
    };
    /// The layers that are shown.
    static constexpr auto table = detail::inspected_layers<Net, Input>(batch);
    /// One of them; where the name is wrong, any.
    template <QualifiedName LayerName>
    static constexpr detail::LayerPlace place_of =
        table[std::min(detail::layer_index(table, LayerName.view()), table.size() - 1)];

  public:
    /// Reals that an Inspector takes, and where: nothing to give, or for Borrowed a span of that many.
    static constexpr std::size_t memory_size = Plan::size;
    using Block = typename Storage::template Block<Real, memory_size>;
    using Place = typename Block::Place;

    template <class What, class Number, class Rule>
    using Range = std::conditional_t<runs, CheckedSpan<What, Number, Rule>, detail::Anything<Number>>;
    using InputRange = Range<detail::Inputs, const Element<Input, Real>, detail::Examples<Input::size, batch, batch>>;
    using TargetRange = Range<detail::Targets, const typename Loss::Target,
                              detail::Examples<detail::targets_per_example<Loss, Output>(), batch, batch>>;

    /// Made from its model, and in any order an object of its loss, a seed (that of what is drawn at random), and for
    /// Borrowed its memory.
    template <class First, class... Rest>
    explicit Inspector(First&& model, Rest&&... rest)
        : model_(detail::referred<const Inspected>(std::forward<First>(model))),
          seed_(Arguments::template in<detail::SeedSlot>(rest...)),
          loss_(Arguments::template in<detail::ObjectSlot<Loss>>(rest...)),
          workspace_(Arguments::template in<detail::PlaceSlot<Place>>(std::forward<Rest>(rest)...)) {
        static_assert(judge<std::conditional_t<runs, ArgumentVerdict<First, Rest...>, Fits>>());
        detail::require_numbers_of(loss_);
    }
    Inspector(const Inspector&) = delete;
    Inspector& operator=(const Inspector&) = delete;
    ~Inspector() = default;

    /// Computes a batch and returns its loss. The other functions show that batch until the next call; before the first
    /// one they throw std::logic_error. Numbers that are not finite are shown as they are. Throws std::invalid_argument
    /// for another number of inputs or targets, and std::out_of_range for a token that is not in the vocabulary.
    Real backward(InputRange inputs, TargetRange targets) {
        detail::require_inputs<Input, Real>(inputs);
        detail::require_targets<Output>(loss_, targets);
        const kernels::ScopedFlushDenormals flush;
        if constexpr (!runs)
            return 0;
        else
            return run(inputs.data(), targets.data());
    }

    /// The output of a layer, (Batch, its shape), and the gradient of the loss with respect to it. A layer is named by
    /// its position, as its tensors are: "3", and "3.0" within a form. "" is the whole net.
    template <QualifiedName LayerName = "">
    [[nodiscard]] auto output() const& {
        static_assert(judge<LayerVerdict<LayerName>>());
        return shown<LayerName>(Plan::outputs);
    }
    template <QualifiedName LayerName = "">
    [[nodiscard]] auto output_gradient() const& {
        static_assert(judge<LayerVerdict<LayerName>>());
        return shown<LayerName>(Plan::output_gradients);
    }
    /// The gradient of the loss with respect to the inputs, (Batch, Input), if these are real numbers.
    template <class In = Input>
    [[nodiscard]] std::span<const Real> input_gradient() const& {
        static_assert(judge<std::conditional_t<detail::is_tokens<In>, Refused<TokensHaveNoGradient>, Fits>>());
        return {numbers() + Plan::input_gradient, detail::is_tokens<In> ? 0 : batch * Input::size};
    }

    /// The gradient of one parameter, by its name, and those of all, laid out as in the model's `parameter_block()`.
    template <QualifiedName TensorName>
    [[nodiscard]] auto gradient() const& {
        static_assert(judge<typename Inspected::template NameVerdict<true, TensorName>>());
        constexpr TensorSpec spec = detail::named_tensor<Joint, true, TensorName>();
        return gradients().template subspan<spec.offset, spec.shape.size()>();
    }
    [[nodiscard]] std::span<const Real> gradients() const& {
        return {numbers() + Plan::gradients, block_size(Joint::parameters)};
    }

    /// All layers, in the order in which `summary` lists them.
    [[nodiscard]] std::array<InspectedLayer<Real>, table.size()> layers() const& {
        std::array<InspectedLayer<Real>, table.size()> all{};
        const Real* const begin = numbers();
        for (std::size_t index = 0; index < table.size(); ++index) {
            const detail::LayerPlace& place = table[index];
            const std::size_t size = batch * place.shape.size();
            all[index] = {.name = place.name.view(),
                          .layer = place.layer.view(),
                          .shape = place.shape,
                          .output = {begin + Plan::outputs + place.offset, size},
                          .output_gradient = {begin + Plan::output_gradients + place.offset, size}};
        }
        return all;
    }

    /// These are a Trainer's.
    template <class... Given>
    void step(Given&&...) {
        static_assert(judge<Refused<InspectorDoesNotTrain, Given...>>());
    }
    template <class... Given>
    void update(Given&&...) {
        static_assert(judge<Refused<InspectorDoesNotTrain, Given...>>());
    }

    /// The numbers of an Inspector that ends with the line are not lent.
    template <QualifiedName LayerName = "">
    [[nodiscard]] auto output() const&& {
        return refused<LayerName>();
    }
    template <QualifiedName LayerName = "">
    [[nodiscard]] auto output_gradient() const&& {
        return refused<LayerName>();
    }
    template <QualifiedName TensorName>
    [[nodiscard]] auto gradient() const&& {
        return refused<TensorName>();
    }
    template <QualifiedName Any = "">
    [[nodiscard]] auto input_gradient() const&& {
        return refused<Any>();
    }
    template <QualifiedName Any = "">
    [[nodiscard]] auto gradients() const&& {
        return refused<Any>();
    }
    template <QualifiedName Any = "">
    [[nodiscard]] auto layers() const&& {
        return refused<Any>();
    }

    /// The verdict on the name of a layer, and the shape of what it gives for one example.
    template <QualifiedName LayerName>
    using LayerVerdict = std::conditional_t<runs, detail::LayerVerdict<Net, Input, LayerName>, Fits>;
    template <QualifiedName LayerName>
    static constexpr Extents shape = place_of<LayerName>.shape;

  private:
    using Arguments = detail::ArgumentRules<detail::AnInspector, detail::SeedSlot, detail::ObjectSlot<Loss>,
                                            detail::PlaceSlot<Place>>;
    template <class First, class... Rest>
    using ArgumentVerdict = std::conditional_t<detail::ReferenceVerdict<First, const Inspected>::fits,
                                               typename Arguments::template Verdict<Rest...>,
                                               detail::ReferenceVerdict<First, const Inspected>>;

    template <QualifiedName LayerName>
    [[nodiscard]] auto shown(std::size_t region) const {
        constexpr std::size_t size = batch * shape<LayerName>.size();
        return std::span<const Real, size>(numbers() + region + place_of<LayerName>.offset, size);
    }
    /// All that is shown, once there is something.
    [[nodiscard]] const Real* numbers() const {
        if (!has_seen_) {
            detail::fail<std::logic_error>(
                [] { return "the Inspector has seen no batch: call backward(inputs, targets) first"; });
        }
        return workspace_.data();
    }
    template <QualifiedName Asked>
    [[nodiscard]] std::span<const Real> refused() const {
        static_assert(judge<Refused<OwnerThatEndsHere, detail::Named<Inspector, Asked>>>());
        return {};
    }

    Real run(const Element<Input, Real>* inputs, const typename Loss::Target* targets) {
        Real* const begin = workspace_.data();
        std::ranges::copy(model_->buffer_block(), begin + Plan::buffers);
        Real* const output = begin + Plan::outputs;
        Real* const doutput = begin + Plan::output_gradients;
        const Inspection<Real> inspection{{.parameters = model_->parameter_block().data(),
                                           .gradients = begin + Plan::gradients,
                                           .buffers = begin + Plan::buffers,
                                           .saved = begin + Plan::saved,
                                           .scratch = begin + Plan::scratch,
                                           .rng_key = {.seed = seed_, .examples = model_->examples_trained()},
                                           .team = nullptr},
                                          output,
                                          doutput};
        using Memory = typename detail::HandedTo<Joint, Inspection<Real>>::type;
        const Memory& memory = inspection;
        using Machine = Lowered<Net, Input>;
        Machine::template forward<batch>(inputs, output, memory);
        const Real loss =
            detail::loss_of_batch<batch, Output>(loss_, output, targets, doutput, nullptr, begin + Plan::scratch);
        if constexpr (detail::is_tokens<Input>)
            Machine::template backward<batch>(inputs, output, doutput, nullptr, memory);
        else
            Machine::template backward<batch>(inputs, output, doutput, begin + Plan::input_gradient, memory);
        has_seen_ = true;
        return loss;
    }

    const Inspected* model_;
    std::uint64_t seed_;
    [[no_unique_address]] Loss loss_;
    bool has_seen_ = false;
    Block workspace_;
};

/// A type that is left to be guessed lacks what is in brackets, and says so.
template <class ModelType, class... Rest>
Inspector(ModelType&&, Rest&&...) -> Inspector<std::remove_cvref_t<ModelType>>;

} // namespace tenon
