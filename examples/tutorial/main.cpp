// SPDX-License-Identifier: BSL-1.0
//
// The program of docs/tutorial.md: a small net learns names from a file of words and invents ten.
#include <tenon/tenon.hpp>
#include <tenon/data/windows.hpp>
#include <tenon/io/model_file.hpp>

#include <algorithm>
#include <array>
#include <cmath>
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
        if (step % 2'000 == 0) std::printf("step %zu loss %.4f\n", step, static_cast<double>(loss));
    }
}

std::string invent(const Names& model, const Vocabulary& vocabulary, Generator& generator) {
    Evaluator<Names, Batch<1>> evaluator{model};
    std::vector<Token> context(In::size, Vocabulary::end);
    std::string name;
    for (;;) {
        std::array<float, 27> weights;
        std::ranges::transform(evaluator(context), weights.begin(), [](float logit) { return std::exp(logit); });
        const auto next = static_cast<Token>(generator.multinomial(weights));
        if (next == Vocabulary::end) return name;
        name += vocabulary.character(next);
        slide(context, next);
    }
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
    if (count != 2) throw std::runtime_error("expected one argument, the path of a file of one word a line");

    std::vector<Word> words = read_words(arguments[1]);
    const Vocabulary vocabulary = Vocabulary::of(words);
    if (vocabulary.size() != In::vocabulary) throw std::runtime_error("the words are not made of 26 characters");

    PythonRandom{42}.shuffle(std::span{words});
    const std::size_t nine_tenths = words.size() * 9 / 10;
    const Windows training = make_windows(std::span{words}.first(nine_tenths), vocabulary, In::size);
    const Windows validation = make_windows(std::span{words}.subspan(nine_tenths), vocabulary, In::size);
    if (training.size() == 0) throw std::runtime_error("the words are too few");
    std::printf("%zu examples to train on, %zu to validate\n", training.size(), validation.size());

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
    Evaluator<Names, Batch<32>> again{loaded};
    std::printf("loaded: validation loss %.4f\n", again.loss(validation.contexts, validation.targets));
} catch (const std::exception& error) {
    std::fprintf(stderr, "tutorial: %s\n", error.what());
    return 1;
}
