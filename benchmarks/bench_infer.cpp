// SPDX-License-Identifier: BSL-1.0
//
// Evaluation: the lecture's tree as it was trained and as `for_evaluation` makes it, and one prediction of the flat
// net. FLOPs are those of the net as written, before any rewriting.
#include "nets.hpp"
#include "support/measure.hpp"
#include "support/plain_net.hpp"
#include "support/work.hpp"

#include "tenon/tenon.hpp"

#include <benchmark/benchmark.h>

#include <cmath>
#include <span>
#include <string>

using namespace tenon;

namespace {

/// A model none of whose numbers is special: gamma is not 1, and the statistics are not those of the start.
template <class Net, class In>
Model<Net, In> make_model() {
    Generator generator{42};
    Model<Net, In> model{generator};
    for (const TensorSpec& spec : Model<Net, In>::Joint::parameters) {
        if (spec.init == Init::normal || spec.init == Init::normal_by_fan_in) continue;
        generator.randn(model.parameter_block().subspan(spec.offset, spec.shape.size()));
    }
    generator.randn(model.buffer_block());
    for (float& value : model.buffer_block()) value = 0.5F + std::abs(value);
    return model;
}

/// `model` evaluates as `written` should.
template <class BatchType, class Written, class ModelType>
void evaluate(benchmark::State& state, const Written& written, const ModelType& model) {
    using In = typename Written::Input;
    Evaluator<ModelType, BatchType> evaluator{model};
    bench::Batches<In, BatchType::size> batches;
    bench::agree(state, "output", evaluator(batches.inputs()),
                 bench::PlainNet(written).outputs(batches.inputs(), false), 1e-4);
    bench::measure(state, [&] {
        benchmark::DoNotOptimize(evaluator(batches.inputs()).data());
        batches.advance();
    });
    bench::count_flops(state, forward_flops<typename Written::Net, In, BatchType>);
    bench::count_rate(state, "predictions/s", BatchType::size);
}

template <class Net, class In, class BatchType>
void as_trained(benchmark::State& state) {
    const auto model = make_model<Net, In>();
    evaluate<BatchType>(state, model, model);
}

template <class Net, class In, class BatchType>
void rewritten(benchmark::State& state) {
    const auto model = make_model<Net, In>();
    const auto cheaper = for_evaluation(model);
    evaluate<BatchType>(state, model, cheaper);
}

using Context = Tokens<27, 8>;
BENCHMARK(as_trained<names::Tree<27>, Context, Batch<1>>)->Name("evaluate/tree/1/as_trained");
BENCHMARK(rewritten<names::Tree<27>, Context, Batch<1>>)->Name("evaluate/tree/1");
BENCHMARK(as_trained<names::Tree<27>, Context, Batch<32>>)->Name("evaluate/tree/32/as_trained");
BENCHMARK(rewritten<names::Tree<27>, Context, Batch<32>>)->Name("evaluate/tree/32");
BENCHMARK(rewritten<bench::Dense, bench::DenseInput, Batch<1>>)->Name("evaluate/dense/1");

} // namespace

int main(int count, char** arguments) { return bench::run_measured(count, arguments); }
