// SPDX-License-Identifier: BSL-1.0
//
// dlib: the flat net, its SGD without momentum and weight decay, on one thread.
#include "support/run.hpp"

#include <benchmark/benchmark.h>
#include <dlib/dnn.h>

#include <cmath>
#include <random>
#include <vector>

namespace {

using Numbers = dlib::matrix<float, 80, 1>;
using Dense = dlib::loss_multiclass_log<dlib::fc<27, dlib::htan<dlib::fc<300, dlib::input<Numbers>>>>>;

struct Batch {
    dlib::resizable_tensor inputs;
    std::vector<unsigned long> targets;
};

std::vector<Batch> make_batches(Dense& net, std::size_t size) {
    std::mt19937 engine{1};
    std::normal_distribution<float> normal;
    std::vector<Batch> batches(64);
    for (Batch& batch : batches) {
        std::vector<Numbers> numbers(size);
        for (Numbers& each : numbers) {
            for (float& value : each) value = normal(engine);
            batch.targets.push_back(engine() % 27);
        }
        net.to_tensor(numbers.begin(), numbers.end(), batch.inputs);
    }
    return batches;
}

/// Without dlib's trainer, whose threads and bookkeeping cost time of their own.
void train(benchmark::State& state) {
    Dense net;
    const auto batches = make_batches(net, 32);
    std::vector<dlib::sgd> solvers(Dense::num_computational_layers, dlib::sgd(0, 0));
    std::size_t turn = 0;
    double loss = 0;
    const auto step = [&] {
        const Batch& batch = batches[turn];
        turn = (turn + 1) % batches.size();
        loss = net.compute_parameter_gradients(batch.inputs, batch.targets.begin());
        net.update_parameters(solvers, 0.01);
    };
    step();
    if (!(std::abs(loss - std::log(27.0)) < 2)) tenon::bench::fail(state, "the loss is off: " + std::to_string(loss));
    for (auto _ : state) step();
}

void evaluate(benchmark::State& state) {
    Dense net;
    const auto batches = make_batches(net, 1);
    std::size_t turn = 0;
    for (auto _ : state) {
        benchmark::DoNotOptimize(net.subnet().forward(batches[turn].inputs).host());
        turn = (turn + 1) % batches.size();
    }
}

BENCHMARK(train)->Name("step/dense/32")->MeasureProcessCPUTime();
BENCHMARK(evaluate)->Name("evaluate/dense/1")->MeasureProcessCPUTime();

} // namespace

int main(int count, char** arguments) { return tenon::bench::run(count, arguments); }
