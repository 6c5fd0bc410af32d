// SPDX-License-Identifier: BSL-1.0
//
// Names sampled from the lecture's tree, one at a time and 32 at a time: the time is that of one more character for
// each. The tree is trained a little first, so that names end where names do.
#include "nets.hpp"
#include "support/measure.hpp"

#include "tenon/data/vocabulary.hpp"
#include "tenon/data/windows.hpp"
#include "tenon/data/words.hpp"
#include "tenon/sampler.hpp"
#include "tenon/tenon.hpp"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdio>
#include <exception>
#include <span>
#include <string>
#include <string_view>
#include <vector>

using namespace tenon;

namespace {

using In = Tokens<27, 8>;
using Tree = Model<names::Tree<27>, In>;
constexpr std::size_t tokens = In::vocabulary;
constexpr std::string_view characters = ".abcdefghijklmnopqrstuvwxyz";

/// Some hundred steps on batches drawn as in the lecture.
Tree trained_tree() {
    constexpr std::size_t batch = 32, steps = 500;
    const auto words = read_words(TENON_BENCH_NAMES);
    const Windows windows = make_windows(words, Vocabulary::from_characters(std::string(characters)), In::size);
    Generator generator{42};
    Tree tree{generator};
    Trainer<Tree, Batch<batch>> trainer{tree};
    std::vector<Token> contexts(batch * In::size), targets(batch);
    for (std::size_t step = 0; step < steps; ++step) {
        for (std::size_t index = 0; index < batch; ++index) {
            const std::size_t example = generator.randint(static_cast<std::uint32_t>(windows.size()));
            std::copy_n(windows.contexts.begin() + static_cast<std::ptrdiff_t>(example * In::size), In::size,
                        contexts.begin() + static_cast<std::ptrdiff_t>(index * In::size));
            targets[index] = windows.targets[example];
        }
        trainer.step(contexts, targets, 0.1F);
    }
    return tree;
}

const Tree& tree() {
    static const Tree trained = trained_tree();
    return trained;
}

std::string spelled(std::span<const Token> word) {
    std::string name;
    for (Token token : word) name += characters[static_cast<std::size_t>(token)];
    return name;
}

/// A token drawn from what the net as it was trained gives for one context, in plain loops.
Token plain_token(Evaluator<Tree, Batch<1>>& evaluator, Generator& generator, std::span<const Token> context) {
    const auto logits = evaluator(context);
    std::array<float, tokens> weights;
    double sum = 0;
    for (float logit : logits) sum += std::exp(static_cast<double>(logit));
    std::ranges::transform(logits, weights.begin(),
                           [&](float logit) { return static_cast<float>(std::exp(static_cast<double>(logit)) / sum); });
    return static_cast<Token>(generator.multinomial(weights));
}

/// The first names of as many streams. Where one ends, the next begins at once.
std::vector<std::string> plain_names(std::size_t streams, std::size_t most, std::uint64_t seed) {
    Evaluator<Tree, Batch<1>> evaluator{tree()};
    Generator generator{seed};
    std::vector<std::array<Token, In::size>> contexts(streams);
    std::vector<std::string> names(streams), finished;
    while (finished.size() < most) {
        for (std::size_t index = 0; index < streams; ++index) {
            Token next = 0;
            while ((next = plain_token(evaluator, generator, contexts[index])) == Vocabulary::end) {
                finished.push_back(std::move(names[index]));
                names[index].clear();
                contexts[index].fill(Vocabulary::end);
            }
            names[index] += characters[static_cast<std::size_t>(next)];
            slide(contexts[index], next);
        }
    }
    return finished;
}

template <std::size_t Count>
void sample(benchmark::State& state) {
    constexpr std::uint64_t seed = 7;
    constexpr std::size_t checked = 40;
    const auto model = for_evaluation(tree());
    using Names = Sampler<std::remove_const_t<decltype(model)>, Batch<Count>>;
    std::vector<std::string> names;
    for (Names sampler(model, Generator{seed}); names.size() < checked;)
        sampler.advance([&](std::span<const Token> word) { names.push_back(spelled(word)); });
    names.resize(checked);
    auto expected = plain_names(Count, checked, seed);
    expected.resize(checked);
    if (names != expected) bench::fail(state, "not the names of the net as it was trained, one at a time");

    Names sampler(model, Generator{seed});
    std::size_t finished = 0, letters = 0;
    const auto count = [&](std::span<const Token> word) { ++finished, letters += word.size(); };
    bench::measure(state, [&] { sampler.advance(count); });
    // The call before those that are timed counts in both.
    const auto names_count = static_cast<double>(finished), calls = static_cast<double>(state.iterations() + 1);
    bench::count_rate(state, "names/s", names_count / calls);
    state.counters["letters/name"] = static_cast<double>(letters) / names_count;
}

BENCHMARK(sample<1>)->Name("sample/tree/1");
BENCHMARK(sample<32>)->Name("sample/tree/32");

} // namespace

int main(int count, char** arguments) {
    try {
        tree();
    } catch (const std::exception& error) {
        std::fprintf(stderr, "bench_sample: %s\n", error.what());
        return 1;
    }
    return bench::run_measured(count, arguments);
}
