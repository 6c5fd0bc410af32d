// SPDX-License-Identifier: BSL-1.0
//
// What holds for every net, whatever its layers: training runs alike as rewritten, as written and shared by a team, and
// what Dropout drops does not depend on how examples are cut into batches. Evaluation gives the same outputs alone and
// in a batch, and `for_evaluation` gives them within rounding.
//
// What one program cannot see, that all compilers, instruction sets and options give the same bits, is told by the digests
// that it prints: see run.py.
#pragma once

#include "nets/findings.hpp"
#include "support/sliced.hpp"

#include "tenon/tenon.hpp"
#include "tenon/threads.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <random>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tenon::test {

inline constexpr std::uint64_t drawing_seed = 11;
inline constexpr int steps = 3;

inline constexpr auto a_lookup = spelling<LookupLinear<Embedding<1>, Flatten, Linear<1>>>();

/// Whether a net as it runs multiplies tables instead of the batch, at any depth: that changes rounding.
template <class Run>
constexpr bool looks_up() {
    constexpr std::string_view name = a_lookup.view().substr(0, a_lookup.view().find('<'));
    return detail::compiler_spelling<Run>().find(name) != std::string_view::npos;
}

/// As many examples as make a step worth sharing, but no more than some thousands.
template <class Net, class In>
inline constexpr std::size_t batch_that_is_shared = [] {
    using Joint = JointOf<Net, In>;
    constexpr std::size_t worth = std::size_t{1} << 26U, each = Joint::forward_flops + Joint::backward_flops;
    return std::min<std::size_t>(worth / each + 3, 3001);
}();

/// A random number that needs no rounding, from -1 to 1.
inline float exact_random(std::mt19937& engine) { return static_cast<float>(static_cast<int>(engine() >> 9U) - (1 << 22)) / (1 << 22); }

/// Inputs and targets. Some inputs are 0, where functions have a corner, and some are large.
template <class In>
struct Examples {
    std::vector<Element<In, float>> inputs;
    std::vector<Token> targets;

    Examples(std::size_t count, std::size_t classes, unsigned seed) : inputs(count * In::size), targets(count) {
        std::mt19937 engine(seed);
        for (auto& input : inputs) {
            if constexpr (detail::is_tokens<In>) {
                input = static_cast<Token>(engine() % In::vocabulary);
            } else {
                const auto kind = engine() % 16;
                input = kind == 0 ? 0.0F : exact_random(engine) * (kind == 1 ? 16.0F : 2.0F);
            }
        }
        for (Token& target : targets) target = static_cast<Token>(engine() % classes);
    }

    [[nodiscard]] auto inputs_of(std::size_t first, std::size_t count) const {
        return std::span(inputs).subspan(first * In::size, count * In::size);
    }
    [[nodiscard]] auto targets_of(std::size_t first, std::size_t count) const {
        return std::span(targets).subspan(first, count);
    }
};

/// A model without a tensor that is all zeros or all ones, which would hide mistakes.
template <class ModelType>
ModelType random_model(unsigned seed) {
    ModelType model{Generator{seed}};
    std::mt19937 engine(seed);
    for (const TensorSpec& tensor : ModelType::Joint::parameters) {
        if (tensor.init != Init::zeros && tensor.init != Init::ones) continue;
        for (float& number : model.parameter_block().subspan(tensor.offset, tensor.shape.size())) {
            number += exact_random(engine) / 2;
        }
    }
    return model;
}

/// A rate at which no net runs away, and which does not depend on the last bits of the gradients.
inline float rate_for(std::span<const float> gradients) {
    float largest = 1;
    for (float gradient : gradients) largest = std::max(largest, std::abs(gradient));
    return std::ldexp(1.0F, -4 - std::ilogb(largest));
}

/// Some steps: losses, gradients, and the model's numbers at the end.
template <class TrainerType, class ModelType, class In>
Trace train(ModelType& model, const Examples<In>& examples, Team* team) {
    TrainerType trainer{model, drawing_seed};
    if (team) trainer.use(*team);
    Trace trace;
    for (int step = 0; step < steps; ++step) {
        const std::string name = "step " + std::to_string(step + 1) + ", ";
        const float loss = trainer.backward(examples.inputs, examples.targets);
        trace.add(name + "loss", std::span(&loss, 1));
        trace.add(name + "gradient ", trainer.gradients(), ModelType::Joint::parameters);
        trainer.update(rate_for(trainer.gradients()));
    }
    trace.add("parameter ", model.parameter_block(), ModelType::Joint::parameters);
    trace.add("buffer ", model.buffer_block(), ModelType::Joint::buffers);
    return trace;
}

/// The gradients of one batch, and the mean of those of its two halves, one after the other.
template <class TrainerType, class ModelType, class In>
Trace gradients_of_halves(ModelType model, const Examples<In>& examples) {
    TrainerType trainer{model, drawing_seed};
    Trace halves[2];
    for (std::size_t half = 0; half < 2; ++half) {
        const std::size_t first = half * TrainerType::batch;
        const float loss = trainer.backward(examples.inputs_of(first, TrainerType::batch),
                                            examples.targets_of(first, TrainerType::batch));
        halves[half].add("step 1, loss", std::span(&loss, 1));
        halves[half].add("step 1, gradient ", trainer.gradients(), ModelType::Joint::parameters);
    }
    return Trace::mean(halves[0], halves[1]);
}

/// The outputs of examples, in batches of this size.
template <std::size_t Size, class ModelType, class In>
Trace outputs(const ModelType& model, const Examples<In>& examples) {
    Evaluator<ModelType, Batch<Size>> evaluator{model};
    std::vector<float> all;
    for (std::size_t first = 0; first < examples.targets.size(); first += Size) {
        const auto some = evaluator(examples.inputs_of(first, std::min(Size, examples.targets.size() - first)));
        all.insert(all.end(), some.begin(), some.end());
    }
    Trace trace;
    trace.add("output", all);
    const auto loss = static_cast<float>(evaluator.loss(examples.inputs, examples.targets));
    trace.add("loss", std::span(&loss, 1));
    return trace;
}

/// Evaluation of a trained model: its digest, and what `for_evaluation` makes of it.
template <class Net, class In, std::size_t Size>
void evaluates(const Model<Net, In>& model, std::uint64_t training, std::string_view remarks, Findings& findings) {
    const Examples<In> examples{std::min<std::size_t>(Size, 40) + 3, Model<Net, In>::Output::size, 23};
    const Trace together = outputs<Size>(model, examples);
    findings.expect("evaluated one by one", outputs<1>(model, examples), together, same_bits);
    const auto fast = for_evaluation(model);
    const Trace fast_together = outputs<Size>(fast, examples);
    findings.expect("for_evaluation one by one", outputs<1>(fast, examples), fast_together, same_bits);
    findings.expect("for_evaluation", fast_together, together, 10 * within_rounding);
    findings.digests(training, together.digest(), fast_together.digest(), remarks);
}

/// Puts a net through all laws.
template <class Net, class In, std::size_t Size, bool SplitsBatches>
void obeys(unsigned number, std::string_view text, Findings& findings) {
    using ModelType = Model<Net, In>;
    using Grouped = Trainer<ModelType, Batch<Size>>;
    using Written = Trainer<ModelType, Batch<Size>, Sgd, CrossEntropy, Heap, AsWritten>;
    constexpr bool looks = looks_up<typename Grouped::Run>();
    findings.begin(number, Size, text);
    const Examples<In> examples{Size, ModelType::Output::size, number};
    const auto start = random_model<ModelType>(number);
    ModelType model = start;
    const Trace grouped = train<Grouped>(model, examples, nullptr);
    findings.expect("finite", grouped.finite(), "a number is infinite or none");

    ModelType as_written = start;
    const Trace written = train<Written>(as_written, examples, nullptr);
    findings.expect("rewritten", grouped, written, looks ? within_rounding : same_bits);
    if constexpr (Grouped::shares) {
        Sliced sliced{3};
        Threads threads{2};
        for (Team* team : {static_cast<Team*>(&sliced), static_cast<Team*>(&threads)}) {
            ModelType shared = start;
            findings.expect("shared", train<Grouped>(shared, examples, team), grouped, same_bits);
            shared = start;
            findings.expect("shared as written", train<Written>(shared, examples, team), written, same_bits);
        }
        findings.expect("shared", sliced.works > 0, "no work was shared");
    }
    if constexpr (SplitsBatches) {
        using OfHalf = Trainer<ModelType, Batch<Size / 2>>;
        findings.expect("halves of a batch", gradients_of_halves<OfHalf>(start, examples),
                        grouped.starting_with("step 1"), within_rounding);
    }
    evaluates<Net, In, Size>(model, grouped.digest(), Grouped::shares ? looks ? "shared, lookup" : "shared" : looks ? "lookup" : "alone", findings);
}

} // namespace tenon::test
