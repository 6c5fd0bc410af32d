// SPDX-License-Identifier: BSL-1.0
//
// What a net costs whose layers stand in lists within lists, beside the same layers in one list: steps, and evaluation
// after `for_evaluation`. Both have the same numbers and must give the same bits.
#include "nets.hpp"
#include "support/measure.hpp"
#include "support/work.hpp"

#include "tenon/tenon.hpp"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <string>

using namespace tenon;

namespace {

using Context = Tokens<27, 8>;
using Norm = BatchNorm1d<unbiased>;
using Level = Sequential<FlattenConsecutive<2>, Linear<128, no_bias>, Norm, Tanh>;
using InSequential = Sequential<Embedding<24>, Level, Level, Level, Linear<27>>;
using InRepeat =
    Sequential<Embedding<24>, Repeat<3, FlattenConsecutive<2>, Linear<128, no_bias>, Norm, Tanh>, Linear<27>>;

using Residuals = Sequential<Embedding<16>, Flatten, Residual<Linear<128, no_bias>, Norm, Tanh>,
                             Residual<Linear<128, no_bias>, Norm, Tanh>, Linear<27>>;
using Hidden = Sequential<Sequential<Linear<128, no_bias>, Norm>, Tanh>;
using NestedResiduals = Sequential<Embedding<16>, Sequential<Flatten, Residual<Hidden>>, Residual<Hidden>, Linear<27>>;

template <class Net>
using ModelOf = Model<Net, Context>;

/// The numbers of the one-list net, in a model of another form.
template <class Flat, class Net>
ModelOf<Net> same_numbers() {
    const ModelOf<Flat> flat{Generator{42}};
    ModelOf<Net> model;
    std::ranges::copy(flat.parameter_block(), model.parameter_block().begin());
    return model;
}

template <class Flat, class Net>
void step(benchmark::State& state) {
    ModelOf<Flat> flat = same_numbers<Flat, Flat>();
    ModelOf<Net> model = same_numbers<Flat, Net>();
    Trainer<ModelOf<Flat>, Batch<32>> expected{flat};
    Trainer<ModelOf<Net>, Batch<32>> trainer{model};
    bench::Batches<Context, 32> batches;
    bench::agree(state, "loss", static_cast<double>(trainer.step(batches.inputs(), batches.targets(), 0.1F)),
                 static_cast<double>(expected.step(batches.inputs(), batches.targets(), 0.1F)), 0);
    bench::agree(state, "parameter", model.parameter_block(), flat.parameter_block(), 0);
    bench::measure(state, [&] {
        benchmark::DoNotOptimize(trainer.step(batches.inputs(), batches.targets(), 0.01F));
        batches.advance();
    });
    bench::count_rate(state, "steps/s");
}

template <class Flat, class Net, std::size_t Size>
void evaluate(benchmark::State& state) {
    const auto flat = for_evaluation(same_numbers<Flat, Flat>());
    const auto model = for_evaluation(same_numbers<Flat, Net>());
    Evaluator<decltype(flat), Batch<Size>> expected{flat};
    Evaluator<decltype(model), Batch<Size>> evaluator{model};
    bench::Batches<Context, Size> batches;
    bench::agree(state, "output", evaluator(batches.inputs()), expected(batches.inputs()), 0);
    bench::measure(state, [&] {
        benchmark::DoNotOptimize(evaluator(batches.inputs()).data());
        batches.advance();
    });
    bench::count_rate(state, "predictions/s", Size);
}

template <class Flat, class Net>
void add(const std::string& name) {
    const auto unit = benchmark::kMicrosecond;
    benchmark::RegisterBenchmark(("nested/" + name + "/step/32").c_str(), step<Flat, Net>)->Unit(unit);
    benchmark::RegisterBenchmark(("nested/" + name + "/evaluate/1").c_str(), evaluate<Flat, Net, 1>)->Unit(unit);
    benchmark::RegisterBenchmark(("nested/" + name + "/evaluate/32").c_str(), evaluate<Flat, Net, 32>)->Unit(unit);
}

} // namespace

int main(int count, char** arguments) {
    add<names::Tree<27>, names::Tree<27>>("tree");
    add<names::Tree<27>, InSequential>("tree-in-sequential");
    add<names::Tree<27>, InRepeat>("tree-in-repeat");
    add<Residuals, Residuals>("residuals");
    add<Residuals, NestedResiduals>("residuals-in-sequential");
    return bench::run_measured(count, arguments);
}
