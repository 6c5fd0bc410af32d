// SPDX-License-Identifier: BSL-1.0
//
// Compiles one net. Each has a source file of its own, so that they compile side by side.
#pragma once

#include "any_net.hpp"

#include "tenon/data/mu_law.hpp"
#include "tenon/dsl/nets/wavenet.hpp"
#include "tenon/io/checkpoint.hpp"
#include "tenon/io/model_file.hpp"
#include "tenon/kernels/softmax.hpp"
#include "tenon/tenon.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace program {

template <class Net>
class TypedNet final : public AnyNet {
  public:
    static constexpr std::size_t levels = tenon::mu_law_levels;
    static constexpr std::size_t receptive_field = tenon::receptive_field<Net, tenon::Tokens<levels, 1>>;
    /// Levels of a stretch that are predicted, and all of it.
    static constexpr std::size_t predicted = 2048, length = predicted + receptive_field - 1;
    static constexpr std::size_t examples = 2;

    explicit TypedNet(tenon::Generator& generator) : model_(generator) {
        // The first guesses are nearly even.
        const auto& last = std::get<Model::Joint::parameters.size() - 2>(Model::Joint::parameters);
        for (float& weight : model_.parameter_block().subspan(last.offset, last.shape.size())) weight *= 0.1F;
    }

    void use(tenon::Team& team) override { trainer_.use(team); }

    double step(std::span<const Token> sound, std::span<const Token> next, float rate) override {
        std::ranges::copy(next, targets_.begin());
        for (std::size_t example = 0; example < examples; ++example)
            std::fill_n(targets_.begin() + static_cast<std::ptrdiff_t>(example * length), receptive_field - 1, ignored);
        const float loss = trainer_.backward(sound, targets_);
        tenon::clip_norm(trainer_.gradients(), 1);
        trainer_.update(rate);
        return static_cast<double>(loss) / std::numbers::ln2;
    }

    [[nodiscard]] double bits(std::span<const Token> sound) const override {
        constexpr std::size_t block = 64;
        tenon::Streamer<Model, tenon::Frames<block>> streamer{model_};
        Token before = silence;
        streamer.prewarm(std::array{before});
        std::array<Token, block> inputs;
        double sum = 0;
        for (std::size_t at = 0; at < sound.size(); at += block) {
            const std::span<const Token> wanted = sound.subspan(at, std::min(block, sound.size() - at));
            for (std::size_t index = 0; index < wanted.size(); ++index) {
                inputs[index] = before;
                before = wanted[index];
            }
            const float* logits = streamer(std::span(inputs).first(wanted.size())).data();
            for (const Token& level : wanted) {
                sum += static_cast<double>(tenon::CrossEntropy::forward<tenon::Shape<levels>>(logits, &level));
                logits += levels;
            }
        }
        return sum / std::numbers::ln2 / static_cast<double>(sound.size());
    }

    void generate(std::span<const Token> before, std::span<Token> sound, double temperature,
                  tenon::Generator& generator) const override {
        tenon::Streamer<Model> streamer{model_};
        streamer.prewarm(std::array{silence});
        Token last = silence;
        for (const Token level : before) {
            static_cast<void>(streamer(std::array{last}));
            last = level;
        }
        std::array<float, levels> weights;
        for (Token& level : sound) {
            const std::span<const float> logits = streamer(std::array{last});
            level = temperature > 0 ? draw(logits, temperature, weights, generator)
                                    : static_cast<Token>(std::ranges::max_element(logits) - logits.begin());
            last = level;
        }
    }

    [[nodiscard]] std::vector<tenon::StoredTensor> tensors() const override { return stored_tensors(model_); }
    void load(std::span<const tenon::StoredTensor> tensors, const std::string& source) override {
        load_tensors(model_, tensors, source);
    }
    [[nodiscard]] tenon::Safetensors checkpoint() override { return tenon::checkpoint(trainer_); }
    void restore(const tenon::Safetensors& content, const std::string& source) override {
        tenon::restore(trainer_, content, source);
    }

  private:
    using Model = tenon::Model<Net, tenon::Tokens<levels, length>>;
    static constexpr Token ignored = -1;

    /// A level, as likely as softmax(logits / temperature) says.
    static Token draw(std::span<const float> logits, double temperature, std::array<float, levels>& weights,
                      tenon::Generator& generator) {
        std::ranges::transform(logits, weights.begin(),
                               [=](float logit) { return logit / static_cast<float>(temperature); });
        tenon::kernels::softmax<1, levels>(weights.data(), weights.data());
        return static_cast<Token>(generator.multinomial(std::span<const float>(weights)));
    }

    Model model_;
    tenon::Trainer<Model, tenon::Batch<examples>, tenon::Adam, tenon::WeightedCrossEntropy> trainer_{
        model_, tenon::WeightedCrossEntropy{.ignored = ignored}};
    std::vector<Token> targets_ = std::vector<Token>(examples * length);
};

template <class Net>
NetEntry entry_of(std::string_view name) {
    using Typed = TypedNet<Net>;
    return {.name = name,
            .parameters = tenon::parameter_count<Net, tenon::Tokens<Typed::levels, Typed::length>>,
            .receptive_field = Typed::receptive_field,
            .examples = Typed::examples,
            .length = Typed::length,
            .make = [](tenon::Generator& generator) -> std::unique_ptr<AnyNet> {
                return std::make_unique<Typed>(generator);
            }};
}

} // namespace program
