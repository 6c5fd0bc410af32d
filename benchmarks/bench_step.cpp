// SPDX-License-Identifier: BSL-1.0
//
// The training step of each of the lecture's models, and their evaluation. FLOPs are those of the matrix products as
// written; the fraction is of the core's FMA peak, measured in the same run.
#include "nets.hpp"
#include "support/peak.hpp"

#include "tenon/tenon.hpp"

#include <benchmark/benchmark.h>

#include <string>
#include <vector>

using namespace tenon;

namespace {

template <class In, class BatchType>
struct Examples {
    std::vector<Token> contexts = std::vector<Token>(BatchType::size * In::size);
    std::vector<Token> targets = std::vector<Token>(BatchType::size);

    Examples() {
        Generator generator{1};
        for (Token& token : contexts) token = static_cast<Token>(generator.randint(In::vocabulary));
        for (Token& token : targets) token = static_cast<Token>(generator.randint(In::vocabulary));
    }
};

template <class Net, class In, class BatchType>
void train(benchmark::State& state) {
    Model<Net, In> model{Generator{42}};
    Trainer<Model<Net, In>, BatchType> trainer{model};
    const Examples<In, BatchType> examples;
    if (!(trainer.step(examples.contexts, examples.targets, 0.01F) < 20)) state.SkipWithError("the loss is off");
    for (auto _ : state) benchmark::DoNotOptimize(trainer.step(examples.contexts, examples.targets, 0.01F));
    bench::count_flops(state, step_flops<Net, In, BatchType>);
    state.counters["steps/s"] =
        benchmark::Counter(static_cast<double>(state.iterations()), benchmark::Counter::kIsRate);
}

template <class Net, class In, class BatchType>
void evaluate(benchmark::State& state) {
    const Model<Net, In> model{Generator{42}};
    Evaluator<Model<Net, In>, BatchType> evaluator{model};
    const Examples<In, BatchType> examples;
    for (auto _ : state) benchmark::DoNotOptimize(evaluator(examples.contexts).data());
    bench::count_flops(state, forward_flops<Net, In, BatchType>);
}

template <class Net, class In>
void add(const std::string& name) {
    const auto microseconds = [](auto* benchmark) { benchmark->Unit(benchmark::kMicrosecond); };
    microseconds(benchmark::RegisterBenchmark(("step/" + name + "/32").c_str(), train<Net, In, Batch<32>>));
    microseconds(benchmark::RegisterBenchmark(("step/" + name + "/256").c_str(), train<Net, In, Batch<256>>));
    microseconds(benchmark::RegisterBenchmark(("evaluate/" + name + "/1").c_str(), evaluate<Net, In, Batch<1>>));
    microseconds(benchmark::RegisterBenchmark(("evaluate/" + name + "/32").c_str(), evaluate<Net, In, Batch<32>>));
}

} // namespace

int main(int count, char** arguments) {
    add<names::Tree, Tokens<27, 8>>("tree");
    add<names::TreePositionBn, Tokens<27, 8>>("tree-position-bn");
    add<names::TreeSmall, Tokens<27, 8>>("tree-small");
    add<names::Flat, Tokens<27, 8>>("flat");
    add<names::Mlp, Tokens<27, 3>>("mlp");
    add<names::DeepMlp, Tokens<27, 3>>("deep-mlp");
    return bench::run(count, arguments);
}
