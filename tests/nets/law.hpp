// SPDX-License-Identifier: BSL-1.0
//
// What holds for every net, whatever its layers: training runs alike as rewritten, as written, shared by a team and
// resumed by another Trainer, and what Dropout drops does not depend on how examples are cut into batches. Evaluation
// gives the same outputs alone and in a batch, and `for_evaluation` gives them within rounding.
//
// What one program cannot see, that all compilers, instruction sets and options give the same bits, is told by the
// digests that it prints: see run.py.
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

inline constexpr auto a_lookup = spelling<FusedEmbeddingLinear<Embedding<1>, Flatten, Linear<1>>>();

/// Whether a net as it runs multiplies tables instead of the batch, at any depth: that changes rounding.
template <class Run>
constexpr bool looks_up() {
    constexpr std::size_t length = [] {
        std::size_t count = 0;
        while (a_lookup.characters[count] != '<') ++count; // g++'s sanitizers have no find at compile time
        return count;
    }();
    constexpr std::string_view name{a_lookup.data(), length};
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
inline float exact_random(std::mt19937& engine) {
    return static_cast<float>(static_cast<int>(engine() >> 9U) - (1 << 22)) / (1 << 22);
}

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

/// A model without a tensor that is the same number all over, which would hide mistakes.
template <class ModelType>
ModelType random_model(unsigned seed) {
    ModelType model{Generator{seed}};
    std::mt19937 engine(seed);
    for (const TensorSpec& tensor : ModelType::Joint::parameters) {
        if (tensor.init == Init::normal || tensor.init == Init::normal_by_fan_in) continue;
        for (float& number : model.parameter_block().subspan(tensor.offset, tensor.shape.size())) {
            number += exact_random(engine) / 2;
        }
    }
    return model;
}

/// The numbers as floats: themselves, or copies of doubles.
inline std::span<const float> as_floats(std::span<const float> numbers, std::vector<float>&) { return numbers; }
inline std::span<const float> as_floats(std::span<const double> numbers, std::vector<float>& copies) {
    copies.clear();
    for (const double number : numbers) copies.push_back(static_cast<float>(number));
    return copies;
}

/// Trains a model of floats or of doubles, and shows floats.
template <class TrainerType, class In>
class TrainerOf final : public AnyTrainer {
    using Real = typename TrainerType::Real;

  public:
    template <class ModelType>
    TrainerOf(ModelType& model, const Examples<In>& examples)
        : trainer_(model, drawing_seed), examples_(examples), parameters_(model.parameter_block()),
          buffers_(model.buffer_block()) {
        tensors = ModelType::Joint::parameters;
        kept = ModelType::Joint::buffers;
    }
    float backward(std::size_t first) override {
        const auto given = examples_.inputs_of(first, TrainerType::batch);
        const std::vector<Element<In, Real>> inputs(given.begin(), given.end());
        return static_cast<float>(trainer_.backward(inputs, examples_.targets_of(first, TrainerType::batch)));
    }
    void update(float rate) override { trainer_.update(Real{rate}); }
    bool share(Team& team) override {
        trainer_.use(team);
        return TrainerType::shares;
    }
    [[nodiscard]] std::span<const float> gradients() const override {
        return as_floats(trainer_.gradients(), gradient_copies_);
    }
    [[nodiscard]] std::span<const float> parameters() const override {
        return as_floats(parameters_, parameter_copies_);
    }
    [[nodiscard]] std::span<const float> buffers() const override { return as_floats(buffers_, buffer_copies_); }

  private:
    TrainerType trainer_;
    const Examples<In>& examples_;
    std::span<const Real> parameters_, buffers_;
    mutable std::vector<float> gradient_copies_, parameter_copies_, buffer_copies_;
};

/// A copy of `model` trained for some steps.
template <class TrainerType, class ModelType, class In>
Trace trained(ModelType model, const Examples<In>& examples, Team* team = nullptr) {
    TrainerOf<TrainerType, In> trainer{model, examples};
    return train(trainer, team);
}

/// A net whose tables are multiplied rounds in another way, and a BatchNorm1d over few examples makes much of that: in
/// doubles it runs as it is written.
template <class Net, class In, std::size_t Size>
void rewrites_in_doubles(const Model<Net, In>& start, const Examples<In>& examples, Findings& findings) {
    using Exact = Model<Net, In, double>;
    Exact exact;
    std::ranges::copy(start.parameter_block(), exact.parameter_block().begin());
    findings.expect("rewritten, in doubles", trained<Trainer<Exact, Batch<Size>>>(exact, examples),
                    trained<Trainer<Exact, Batch<Size>, AsWritten>>(exact, examples), within_rounding);
}

template <class ModelType, std::size_t Size, class In>
class EvaluatorOf final : public AnyEvaluator {
  public:
    EvaluatorOf(const ModelType& model, const Examples<In>& examples) : evaluator_(model), examples_(examples) {}
    std::span<const float> outputs(std::size_t first, std::size_t count) override {
        return evaluator_(examples_.inputs_of(first, count));
    }
    double loss() override { return evaluator_.loss(examples_.inputs, examples_.targets); }

  private:
    Evaluator<ModelType, Batch<Size>> evaluator_;
    const Examples<In>& examples_;
};

template <std::size_t Size, class ModelType, class In>
Trace evaluated(const ModelType& model, const Examples<In>& examples) {
    EvaluatorOf<ModelType, Size, In> evaluator{model, examples};
    return evaluate(evaluator, examples.targets.size(), Size);
}

/// Evaluation of a trained model, and of what `for_evaluation` makes of it, in batches and one by one.
template <std::size_t Size, class Net, class In>
void evaluates(const Model<Net, In>& model, std::uint64_t training, std::string_view remarks, Findings& findings) {
    const Examples<In> examples{std::min<std::size_t>(Size, 40) + 3, Model<Net, In>::Output::size, 23};
    const Trace together = evaluated<Size>(model, examples);
    findings.expect("evaluated one by one", evaluated<1>(model, examples), together, same_bits);
    const auto fast = for_evaluation(model);
    const Trace fast_together = evaluated<Size>(fast, examples);
    findings.expect("for_evaluation one by one", evaluated<1>(fast, examples), fast_together, same_bits);
    findings.expect("for_evaluation", fast_together, together, 10 * within_rounding);
    findings.digests(training, together.digest(), fast_together.digest(), remarks);
}

/// The same bits, whoever does the work and in whatever order.
template <class Rewritten, class Written, class ModelType, class In>
void shares(const ModelType& start, const Examples<In>& examples, const Trace& rewritten, const Trace& written,
            Findings& findings) {
    Sliced sliced{3};
    Threads threads{2};
    for (Team* team : {static_cast<Team*>(&sliced), static_cast<Team*>(&threads)}) {
        findings.expect("shared", trained<Rewritten>(start, examples, team), rewritten, same_bits);
        findings.expect("shared as written", trained<Written>(start, examples, team), written, same_bits);
    }
    findings.expect("shared", sliced.works > 0, "no work was shared");
}

/// Puts a net through all laws. With `SplitsBatches`, which is for nets without statistics of the batch, a batch and
/// its two halves, one after the other, have the same gradients.
template <class Net, class In, std::size_t Size, bool SplitsBatches>
void obeys(unsigned number, std::string_view text, Findings& findings) {
    using ModelType = Model<Net, In>;
    using Rewritten = Trainer<ModelType, Batch<Size>>;
    using Written = Trainer<ModelType, Batch<Size>, Sgd, CrossEntropy, Heap, AsWritten>;
    constexpr bool looks = looks_up<typename Rewritten::Run>();
    findings.begin(number, Size, text);
    const Examples<In> examples{Size, ModelType::Output::size, number};
    const auto start = random_model<ModelType>(number);

    ModelType model = start;
    TrainerOf<Rewritten, In> trainer{model, examples};
    const Trace rewritten = train(trainer);
    findings.expect_finite(rewritten);
    const Trace written = trained<Written>(start, examples);
    if constexpr (looks)
        rewrites_in_doubles<Net, In, Size>(start, examples, findings);
    else
        findings.expect("rewritten", rewritten, written, same_bits);
    if constexpr (Rewritten::shares) shares<Rewritten, Written>(start, examples, rewritten, written, findings);

    ModelType resumed = start;
    {
        TrainerOf<Rewritten, In> first{resumed, examples};
        train(first, nullptr, 1);
    }
    TrainerOf<Rewritten, In> second{resumed, examples};
    findings.expect("resumed", train(second, nullptr, steps - 1).starting_with("parameter"),
                    rewritten.starting_with("parameter"), same_bits);
    if constexpr (SplitsBatches) {
        ModelType split = start;
        TrainerOf<Trainer<ModelType, Batch<Size / 2>>, In> halves{split, examples};
        findings.expect("halves of a batch", train_on_halves(halves, Size / 2), rewritten.starting_with("step 1"),
                        within_rounding);
    }
    constexpr const char* remarks[] = {"alone", "lookup", "shared", "shared lookup"};
    evaluates<Size>(model, rewritten.digest(), remarks[2 * Rewritten::shares + looks], findings);
}

} // namespace tenon::test
