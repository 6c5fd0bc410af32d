// SPDX-License-Identifier: BSL-1.0
//
// How a small net starts, and what it costs to start it badly: part 3 of the "makemore" lectures. Each line is the same
// net, trained in the same way from another start; the last one has a BatchNorm1d.
//
// usage: initialization [FILE of one word a line]
#include <tenon/data/batches.hpp>
#include <tenon/data/windows.hpp>
#include <tenon/init.hpp>
#include <tenon/progress.hpp>
#include <tenon/tenon.hpp>

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdio>
#include <exception>
#include <span>
#include <string>
#include <vector>

using namespace tenon;

using In = Tokens<27, 3>;
using Plain = Model<Sequential<Embedding<10>, Flatten, Linear<200>, Tanh, Linear<27>>, In>;
using Normed =
    Model<Sequential<Embedding<10>, Flatten, Linear<200, no_bias>, BatchNorm1d<unbiased>, Tanh, Linear<27>>, In>;

/// Deviations of the tensors at the start.
struct Start {
    const char* name;
    double hidden_weight, hidden_bias, last_weight, last_bias;
};

template <class M>
void train(const char* name, M& model, Generator& generator, const Windows& training, const Windows& validation) {
    constexpr std::size_t steps = 200'000;
    Trainer<M, Batch<32>> trainer{model};
    Batches batches{trainer, training.contexts, training.targets};
    const PiecewiseConstant rate{0.1F, {{steps / 2, 0.01F}}};
    Progress progress{steps};
    float first = 0;
    for (std::size_t step = 0; step < steps; ++step) {
        batches.draw(generator);
        const float loss = trainer.step(batches.inputs(), batches.targets(), rate);
        if (step == 0) first = loss;
        progress.advance(static_cast<double>(loss));
    }
    progress.clear();
    Evaluator<M, Batch<32>> evaluator{model};
    std::printf("%-34s first loss %7.4f  train %.4f  val %.4f\n", name, first,
                evaluator.loss(training.contexts, training.targets),
                evaluator.loss(validation.contexts, validation.targets));
    std::fflush(stdout);
}

int main(int count, char** arguments) try {
    std::vector<Word> words = read_words(count > 1 ? arguments[1] : INITIALIZATION_NAMES);
    const Vocabulary vocabulary = Vocabulary::of(words);
    PythonRandom{42}.shuffle(std::span(words));
    const std::span<const Word> all(words);
    const Windows training = make_windows(all.first(all.size() * 8 / 10), vocabulary, In::size);
    const Windows validation = make_windows(all.subspan(all.size() * 8 / 10, all.size() / 10), vocabulary, In::size);

    const double kaiming = init::tanh_gain / std::sqrt(30.0);
    for (const Start& start : {Start{"as it comes", 1, 1, 1, 1}, Start{"even guesses", 1, 1, 0.01, 0},
                               Start{"and no saturated tanh", 0.2, 0.01, 0.01, 0},
                               Start{"the same by Kaiming's rule", kaiming, 0.01, 0.01, 0}}) {
        Generator generator{2147483647};
        Plain model;
        initialize<"0.weight">(model, init::Normal{}, generator);
        initialize<"2.weight">(model, init::Normal{.deviation = start.hidden_weight}, generator);
        initialize<"2.bias">(model, init::Normal{.deviation = start.hidden_bias}, generator);
        initialize<"4.weight">(model, init::Normal{.deviation = start.last_weight}, generator);
        initialize<"4.bias">(model, init::Normal{.deviation = start.last_bias}, generator);
        train(start.name, model, generator, training, validation);
    }
    Generator generator{2147483647};
    Normed model{generator};
    initialize<"5.weight">(model, init::Normal{.deviation = 0.01}, generator);
    train("with a BatchNorm1d", model, generator, training, validation);
} catch (const std::exception& error) {
    std::fprintf(stderr, "initialization: %s\n", error.what());
    return 1;
}
