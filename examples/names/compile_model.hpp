// SPDX-License-Identifier: BSL-1.0
//
// Compiles one net for both vocabularies and every batch size of the program. Each net has a source file of its own, so
// that they compile side by side.
#pragma once

#include "compiled_model.hpp"
#include "nets.hpp"
#include "optimizer.hpp"

#include "tenon/inspector.hpp"
#include "tenon/io/checkpoint.hpp"
#include "tenon/io/model_file.hpp"
#include "tenon/lab/statistics.hpp"
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
    TypedModel(Generator& generator, const program::TrainOptions& options)
        : model_(generator), average_(average_of(options.average)) {
        scale_last_layer();
        choose_trainer(options, std::make_index_sequence<batch_sizes.size()>{});
    }

    void use(Team& team) override { trainer_->use(team); }
    float step(std::span<const Token> contexts, std::span<const Token> targets, float rate) override {
        const float loss = trainer_->step(contexts, targets, rate);
        if (average_) average_->update(model_);
        return loss;
    }
    float inspect_step(std::span<const Token> contexts, std::span<const Token> targets, float rate,
                       InspectedStep& inspected) override {
        constexpr std::size_t seen = decltype(inspector_)::batch;
        inspector_.backward(contexts.first(seen * In::size), targets.first(seen));
        inspected.layers = layer_statistics(inspector_);
        for (const auto& layer : inspector_.layers()) {
            if (!is_activation(layer.layer)) continue;
            inspected.pictures.push_back(picture_of(std::string(layer.name), std::string(layer.layer),
                                                    layer.output.size() / seen, layer.output, layer.output_gradient));
        }
        const std::vector<float> before(model_.parameter_block().begin(), model_.parameter_block().end());
        const float loss = step(contexts, targets, rate);
        inspected.parameters = parameter_statistics(model_, trainer_->gradients(), before);
        return loss;
    }
    double loss(std::span<const Token> contexts, std::span<const Token> targets) override {
        return batches_.loss(contexts, targets);
    }
    std::span<const float> logits(std::span<const Token> context) override { return single_(context); }
    [[nodiscard]] std::vector<StoredTensor> tensors() const override { return stored_tensors(result()); }
    void load(std::span<const StoredTensor> tensors, const std::string& source) override {
        load_tensors(model_, tensors, source);
        if (average_) average_->set(model_, 1);
    }
    [[nodiscard]] Safetensors checkpoint() const override {
        Safetensors content = trainer_->checkpoint();
        if (average_) add_model(content, "average", *average_);
        return content;
    }
    void restore(const Safetensors& content, const std::string& source) override {
        if (average_) restore_model(*average_, "average", content, source);
        trainer_->restore(content, source);
    }

  private:
    struct AnyTrainer {
        virtual ~AnyTrainer() = default;
        virtual void use(Team& team) = 0;
        virtual float step(std::span<const Token> contexts, std::span<const Token> targets, float rate) = 0;
        [[nodiscard]] virtual std::span<const float> gradients() const = 0;
        virtual Safetensors checkpoint() = 0;
        virtual void restore(const Safetensors& content, const std::string& source) = 0;
    };
    template <std::size_t Size>
    struct TrainerOf final : AnyTrainer {
        TrainerOf(ModelType& model, const program::TrainOptions& options)
            : clip(options.clip), trainer(model, ChosenOptimizer{options.optimizer, program::weight_decay(options)}) {}
        void use(Team& team) override { trainer.use(team); }
        float step(std::span<const Token> contexts, std::span<const Token> targets, float rate) override {
            const float loss = trainer.backward(contexts, targets);
            if (clip > 0) clip_norm(trainer.gradients(), static_cast<double>(clip));
            trainer.update(rate);
            return loss;
        }
        [[nodiscard]] std::span<const float> gradients() const override { return trainer.gradients(); }
        Safetensors checkpoint() override { return tenon::checkpoint(trainer); }
        void restore(const Safetensors& content, const std::string& source) override {
            tenon::restore(trainer, content, source);
        }
        float clip;
        Trainer<ModelType, Batch<Size>, ChosenOptimizer> trainer;
    };

    template <std::size_t... Index>
    void choose_trainer(const program::TrainOptions& options, std::index_sequence<Index...>) {
        const auto choose = [&]<std::size_t Size>() {
            if (options.batch == Size) trainer_ = std::make_unique<TrainerOf<Size>>(model_, options);
        };
        (choose.template operator()<batch_sizes[Index]>(), ...);
    }

    /// The last weight, of a Linear or a norm, times 0.1: the first guesses are nearly even, a loss near ln(tokens).
    void scale_last_layer() {
        const auto& table = ModelType::Joint::parameters;
        const auto last =
            std::find_if(table.rbegin(), table.rend(), [](const TensorSpec& spec) { return spec.init != Init::zeros; });
        for (float& value : model_.parameter_block().subspan(last->offset, last->shape.size())) value *= 0.1F;
    }

    /// The average of the weights from the first update on; none for a decay of 0.
    std::unique_ptr<MovingAverage<ModelType>> average_of(float decay) {
        if (decay > 0) return std::make_unique<MovingAverage<ModelType>>(model_, static_cast<double>(decay));
        return nullptr;
    }
    /// The model that is evaluated and saved: the average, where there is one.
    [[nodiscard]] const ModelType& result() const { return average_ ? average_->model() : model_; }

    ModelType model_;
    std::unique_ptr<MovingAverage<ModelType>> average_;
    std::unique_ptr<AnyTrainer> trainer_;
    Inspector<ModelType, Batch<batch_sizes.front()>> inspector_{model_};
    Evaluator<ModelType, Batch<32>> batches_{result()};
    Evaluator<ModelType, Batch<1>> single_{result()};
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
        .make = [](Generator& generator, const program::TrainOptions& options) -> std::unique_ptr<AnyModel> {
            return std::make_unique<Typed>(generator, options);
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
