// SPDX-License-Identifier: BSL-1.0
//
// The program of docs/tutorial.md: a small net learns names from a file of words and invents ten.
#include <tenon/data/windows.hpp>
#include <tenon/io/model_file.hpp>
#include <tenon/tenon.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <span>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <vector>

using namespace tenon;

using In = Tokens<27, 3>;
using Net = Sequential<Embedding<10>, FlattenConsecutive<3>, //
                       Linear<100, no_bias>, BatchNorm1d<>, Tanh, Linear<27>>;

static_assert(parameter_count<Net, In> == 6'197);
static_assert(std::is_same_v<Output<Net, In>, Shape<27>>);

using Names = Model<Net, In>;

void train(Names& model, const Windows& examples, Generator& generator) {
    constexpr std::size_t steps = 20'000, batch = 32;
    const PiecewiseConstant rate{0.1F, {{steps * 3 / 4, 0.01F}}};
    Trainer<Names, Batch<batch>> trainer{model};
    std::vector<Token> contexts(batch * In::size), targets(batch);
    for (std::size_t step = 0; step < steps; ++step) {
        for (std::size_t row = 0; row < batch; ++row) {
            const std::size_t example = generator.randint(static_cast<std::uint32_t>(examples.size()));
            std::copy_n(&examples.contexts[example * In::size], In::size, &contexts[row * In::size]);
            targets[row] = examples.targets[example];
        }
        const float loss = trainer.step(contexts, targets, rate(step));
        if (step % 2'000 == 0) std::printf("step %zu loss %.4f\n", step, loss);
    }
}

std::string invent(const Names& model, const Vocabulary& vocabulary, Generator& generator) {
    Evaluator<Names, Batch<1>> evaluator{model};
    std::vector<Token> context(In::size, Vocabulary::end);
    std::string name;
    while (name.size() < 100) {
        const auto logits = evaluator(context);
        const float largest = std::ranges::max(logits);
        std::array<float, 27> weights;
        std::ranges::transform(logits, weights.begin(), [&](float logit) { return std::exp(logit - largest); });
        const auto next = static_cast<Token>(generator.multinomial(weights));
        if (next == Vocabulary::end) break;
        name += vocabulary.character(next);
        slide(context, next);
    }
    return name;
}

void save(const Names& model, const Vocabulary& vocabulary, const std::filesystem::path& path) {
    OutputFile file{path};
    write_safetensors(file, {{{"vocabulary", vocabulary.characters()}}, stored_tensors(model)});
    file.commit();
}

Names load(const std::filesystem::path& path) {
    Names model;
    load_tensors(model, read_safetensors(path).tensors, path.string());
    return model;
}

int main(int count, char** arguments) try {
    if (count != 2) throw std::runtime_error("expected one argument, a file of one word a line");
    const std::string words_file = arguments[1];

    std::vector<Word> words = read_words(words_file);
    if (words.size() < 10) throw std::runtime_error(words_file + ": holds fewer than 10 words");
    const Vocabulary vocabulary = Vocabulary::of(words);
    if (vocabulary.size() != In::vocabulary) {
        throw std::runtime_error(words_file + ": holds " + std::to_string(vocabulary.size() - 1) +
                                 " different characters, expected 26, which the net is compiled for");
    }
    PythonRandom{42}.shuffle(std::span{words});
    const std::size_t learned = words.size() * 9 / 10;
    const Windows training = make_windows(std::span{words}.first(learned), vocabulary, In::size);
    const Windows validation = make_windows(std::span{words}.subspan(learned), vocabulary, In::size);
    std::printf("%zu words, %zu + %zu examples\n", words.size(), training.size(), validation.size());

    Generator generator{42};
    Names model{generator};
    for (float& weight : model.parameter<"5.weight">()) weight *= 0.1F;
    train(model, training, generator);

    Evaluator<Names, Batch<32>> evaluator{model};
    std::printf("training loss %.4f\n", evaluator.loss(training.contexts, training.targets));
    std::printf("validation loss %.4f\n", evaluator.loss(validation.contexts, validation.targets));

    for (int number = 0; number < 10; ++number) std::printf("%s\n", invent(model, vocabulary, generator).c_str());

    save(model, vocabulary, "names.safetensors");
    const Names loaded = load("names.safetensors");
    Evaluator<Names, Batch<32>> evaluator_of_loaded{loaded};
    std::printf("loaded: %.4f\n", evaluator_of_loaded.loss(validation.contexts, validation.targets));
} catch (const std::exception& error) {
    std::fprintf(stderr, "tutorial: %s\n", error.what());
    return 1;
}
