// SPDX-License-Identifier: BSL-1.0
//
// Compiles one net for both vocabularies and every batch size of the program. Each net has a source file of its own, so
// that they compile side by side.
#pragma once

#include "compiled_model.hpp"
#include "nets.hpp"

#include "tenon/io/model_file.hpp"
#include "tenon/tenon.hpp"

#include <algorithm>
#include <cstddef>
#include <memory>
#include <span>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace names {

using program::batch_sizes;

namespace detail {

template <class Net, class In>
class TypedModel final : public AnyModel {
  public:
    using ModelType = Model<Net, In>;

    TypedModel() = default;
    TypedModel(Generator& generator, std::size_t batch) : model_(generator) {
        scale_last_layer();
        choose_trainer(batch, std::make_index_sequence<batch_sizes.size()>{});
    }

    void use(Team& team) override { trainer_->use(team); }
    float step(std::span<const Token> contexts, std::span<const Token> targets, float rate) override {
        return trainer_->step(contexts, targets, rate);
    }
    double loss(std::span<const Token> contexts, std::span<const Token> targets) override {
        return batches_.loss(contexts, targets);
    }
    std::span<const float> logits(std::span<const Token> context) override { return single_(context); }
    [[nodiscard]] std::vector<StoredTensor> tensors() const override { return stored_tensors(model_); }
    void load(std::span<const StoredTensor> tensors, const std::string& source) override {
        load_tensors(model_, tensors, source);
    }

  private:
    struct AnyTrainer {
        virtual ~AnyTrainer() = default;
        virtual void use(Team& team) = 0;
        virtual float step(std::span<const Token> contexts, std::span<const Token> targets, float rate) = 0;
    };
    template <std::size_t Size>
    struct TrainerOf final : AnyTrainer {
        explicit TrainerOf(ModelType& model) : trainer(model) {}
        void use(Team& team) override { trainer.use(team); }
        float step(std::span<const Token> contexts, std::span<const Token> targets, float rate) override {
            return trainer.step(contexts, targets, rate);
        }
        Trainer<ModelType, Batch<Size>> trainer;
    };

    template <std::size_t... Index>
    void choose_trainer(std::size_t batch, std::index_sequence<Index...>) {
        const auto choose = [&]<std::size_t Size>() {
            if (batch == Size) trainer_ = std::make_unique<TrainerOf<Size>>(model_);
        };
        (choose.template operator()<batch_sizes[Index]>(), ...);
    }

    /// The last weight or gamma times 0.1, so that the first guesses are nearly even: a loss of about ln(tokens).
    void scale_last_layer() {
        const auto& table = ModelType::Joint::parameters;
        const auto last =
            std::find_if(table.rbegin(), table.rend(), [](const TensorSpec& spec) { return spec.init != Init::zeros; });
        for (float& value : model_.parameter_block().subspan(last->offset, last->shape.size())) value *= 0.1F;
    }

    ModelType model_;
    std::unique_ptr<AnyTrainer> trainer_;
    Evaluator<ModelType, Batch<32>> batches_{model_};
    Evaluator<ModelType, Batch<1>> single_{model_};
};

/// The entry of a net in the list of models.
template <class Net, class In>
CompiledModel compile_model(std::string_view name) {
    using Typed = TypedModel<Net, In>;
    constexpr auto net = summary<Net, In, Batch<batch_sizes[0]>>();
    std::ostringstream table;
    table << net;
    return {
        .name = name,
        .tokens = In::vocabulary,
        .context = In::size,
        .layers = {net.layers.begin(), net.layers.end()},
        .table = table.str(),
        .parameters = parameter_count<Net, In>,
        .step_flops = [](std::size_t batch) { return batch * step_flops<Net, In, Batch<1>>; },
        .make = [](Generator& generator, std::size_t batch) -> std::unique_ptr<AnyModel> {
            return std::make_unique<Typed>(generator, batch);
        },
        .make_empty = []() -> std::unique_ptr<AnyModel> { return std::make_unique<Typed>(); },
    };
}

} // namespace detail

/// A net of nets.hpp that sees `Context` characters, by the name that it has on the command line.
template <template <int> class Net, std::size_t Context>
CompiledNet compile_net(std::string_view name) {
    return {detail::compile_model<Net<vocabulary_size>, Tokens<vocabulary_size, Context>>(name),
            detail::compile_model<Net<wide_vocabulary_size>, Tokens<wide_vocabulary_size, Context>>(name)};
}

} // namespace names
