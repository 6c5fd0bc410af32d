// SPDX-License-Identifier: BSL-1.0
//
// Names sampled from the lecture's tree, one at a time and 32 at a time: the time is that of one more character for
// each. The tree is trained a little first, so that names end where names do.
#include "nets.hpp"
#include "support/measure.hpp"

#include "tenon/data/vocabulary.hpp"
#include "tenon/data/windows.hpp"
#include "tenon/data/words.hpp"
#include "tenon/kernels/softmax.hpp"
#include "tenon/tenon.hpp"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdio>
#include <exception>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

using namespace tenon;

namespace {

using In = Tokens<27, 8>;
using Tree = Model<names::Tree, In>;
constexpr std::size_t tokens = In::vocabulary, longest = 1000;
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

/// Writes as many names at once as the batch holds: a name that ends makes room for a new one.
template <class ModelType, std::size_t Count>
class Sampler {
  public:
    Sampler(const ModelType& model, std::uint64_t seed) : evaluator_(model), generator_(seed) {
        for (std::string& name : names_) name.reserve(longest);
    }

    /// One character for each name. `finished` gets each name that ends.
    template <class Finished>
    void advance(Finished finished) {
        kernels::softmax<Count, tokens>(evaluator_(contexts_).data(), probabilities_.data());
        for (std::size_t index = 0; index < Count; ++index) {
            const auto weights = std::span(probabilities_).subspan(index * tokens, tokens);
            const auto next = static_cast<Token>(generator_.multinomial(weights));
            const auto context = std::span(contexts_).subspan(index * In::size, In::size);
            std::string& name = names_[index];
            if (next != Vocabulary::end) {
                name += characters[static_cast<std::size_t>(next)];
                slide(context, next);
            }
            if (next != Vocabulary::end && name.size() < longest) continue;
            finished(name);
            name.clear();
            std::ranges::fill(context, Vocabulary::end);
        }
    }

  private:
    Evaluator<ModelType, Batch<Count>> evaluator_;
    Generator generator_;
    std::array<Token, Count * In::size> contexts_{};
    std::array<float, Count * tokens> probabilities_{};
    std::array<std::string, Count> names_;
};

/// The first names of as many streams, from the net as it was trained, one context at a time, in plain loops.
std::vector<std::string> plain_names(std::size_t streams, std::size_t most, std::uint64_t seed) {
    Evaluator<Tree, Batch<1>> evaluator{tree()};
    Generator generator{seed};
    std::vector<std::array<Token, In::size>> contexts(streams);
    std::vector<std::string> names(streams), finished;
    while (finished.size() < most) {
        for (std::size_t index = 0; index < streams; ++index) {
            const auto logits = evaluator(contexts[index]);
            std::array<float, tokens> weights;
            double sum = 0;
            for (float logit : logits) sum += std::exp(static_cast<double>(logit));
            std::ranges::transform(logits, weights.begin(), [&](float logit) {
                return static_cast<float>(std::exp(static_cast<double>(logit)) / sum);
            });
            const auto next = static_cast<Token>(generator.multinomial(weights));
            if (next != Vocabulary::end) {
                names[index] += characters[static_cast<std::size_t>(next)];
                slide(contexts[index], next);
                continue;
            }
            finished.push_back(std::move(names[index]));
            names[index].clear();
            contexts[index].fill(Vocabulary::end);
        }
    }
    return finished;
}

template <std::size_t Count>
void sample(benchmark::State& state) {
    constexpr std::uint64_t seed = 7;
    constexpr std::size_t checked = 40;
    const auto model = for_evaluation(tree());
    using Names = Sampler<std::remove_const_t<decltype(model)>, Count>;
    std::vector<std::string> names;
    for (Names sampler(model, seed); names.size() < checked;)
        sampler.advance([&](const std::string& name) { names.push_back(name); });
    names.resize(checked);
    auto expected = plain_names(Count, checked, seed);
    expected.resize(checked);
    if (names != expected) bench::fail(state, "not the names of the net as it was trained, one at a time");

    Names sampler(model, seed);
    std::size_t finished = 0, letters = 0;
    const auto count = [&](const std::string& name) { ++finished, letters += name.size(); };
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
