// SPDX-License-Identifier: BSL-1.0
//
// Training steps: the lecture's models, and the flat net that other libraries show. FLOPs are those of the matrix
// products as written; the fraction is of the core's FMA peak, measured in the same run.
#include "nets.hpp"
#include "support/measure.hpp"
#include "support/plain_net.hpp"
#include "support/work.hpp"

#include "tenon/tenon.hpp"

#include <benchmark/benchmark.h>

#include <cmath>
#include <span>
#include <string>
#include <utility>
#include <vector>

using namespace tenon;

namespace {

/// One step against the plain net: its loss, the slope of the plain loss along each tensor's gradient, and the update.
template <class ModelType, class TrainerType, class BatchesType>
void check_step(benchmark::State& state, ModelType& model, TrainerType& trainer, const BatchesType& batches) {
    constexpr float rate = 0.1F;
    constexpr double small = 1e-4;
    bench::PlainNet plain(model);
    const std::vector<double> before = plain.numbers();
    const float loss = trainer.step(batches.inputs(), batches.targets(), rate);
    bench::agree(state, "loss", static_cast<double>(loss), plain.loss(batches.inputs(), batches.targets()), 1e-5);

    const auto gradients = trainer.gradients();
    for (const TensorSpec& spec : ModelType::Joint::parameters) {
        const auto gradient = gradients.subspan(spec.offset, spec.shape.size());
        double length = 0;
        for (float value : gradient) length += std::pow(static_cast<double>(value), 2);
        length = std::sqrt(length);
        const auto loss_along = [&](double distance) {
            for (std::size_t index = 0; index < gradient.size(); ++index) {
                plain.numbers()[spec.offset + index] =
                    before[spec.offset + index] + distance * static_cast<double>(gradient[index]) / length;
            }
            return plain.loss(batches.inputs(), batches.targets());
        };
        const double slope = (loss_along(small) - loss_along(-small)) / (2 * small);
        loss_along(0);
        bench::agree(state, "gradient of a tensor", length / slope, 1.0, 1e-3);
    }
    std::vector<double> expected = before;
    for (std::size_t index = 0; index < expected.size(); ++index) {
        expected[index] -= static_cast<double>(rate) * static_cast<double>(gradients[index]);
    }
    bench::agree(state, "parameter", model.parameter_block(), expected, 1e-6);
}

template <class Net, class In, class BatchType>
void train(benchmark::State& state) {
    Model<Net, In> model{Generator{42}};
    Trainer<Model<Net, In>, BatchType> trainer{model};
    bench::Batches<In, BatchType::size> batches;
    static bool checked = false; // this is called several times until it has run for long enough
    if (!std::exchange(checked, true)) check_step(state, model, trainer, batches);
    bench::measure(state, [&] {
        benchmark::DoNotOptimize(trainer.step(batches.inputs(), batches.targets(), 0.01F));
        batches.advance();
    });
    bench::count_flops(state, step_flops<Net, In, BatchType>);
    bench::count_rate(state, "steps/s");
}

template <class Net, class In, class BatchType>
void add(const std::string& name) {
    const std::string full = "step/" + name + "/" + std::to_string(BatchType::size);
    benchmark::RegisterBenchmark(full.c_str(), train<Net, In, BatchType>)->Unit(benchmark::kMicrosecond);
}

using Tree = Model<names::Tree<27>, Tokens<27, 8>>;

/// Steps of the lecture's tree with another optimizer, and with what is done before and behind its update.
template <class Optimizer, class Before, class Behind>
void add_tree(const std::string& name, Before before, Behind behind) {
    benchmark::RegisterBenchmark(("step/tree/32/" + name).c_str(), [=](benchmark::State& state) mutable {
        Tree model{Generator{42}};
        Trainer<Tree, Batch<32>, Optimizer> trainer{model};
        bench::Batches<Tokens<27, 8>, 32> batches;
        bench::measure(state, [&] {
            benchmark::DoNotOptimize(trainer.backward(batches.inputs(), batches.targets()));
            before(trainer.gradients());
            trainer.update(0.001F);
            behind(model);
            batches.advance();
        });
        bench::count_rate(state, "steps/s");
    })->Unit(benchmark::kMicrosecond);
}

/// What an update costs beside SGD's: optimizers, clipping (which always scales here), and a moving average.
void add_updates() {
    const auto nothing = [](const auto&) {};
    const auto clip = [](std::span<float> gradients) { clip_norm(gradients, 1e-3); };
    const auto average = [average = MovingAverage<Tree>{Tree{}}](const Tree& model) mutable { average.update(model); };
    add_tree<Sgd>("sgd", nothing, nothing);
    add_tree<SgdMomentum>("momentum", nothing, nothing);
    add_tree<AdamW>("adamw", nothing, nothing);
    add_tree<Sgd>("sgd+clip", clip, nothing);
    add_tree<Sgd>("sgd+average", nothing, average);
}

} // namespace

int main(int count, char** arguments) {
    add<names::Tree<27>, Tokens<27, 8>, Batch<32>>("tree");
    add<names::Tree<27>, Tokens<27, 8>, Batch<256>>("tree");
    add<bench::Dense, bench::DenseInput, Batch<32>>("dense");
    add<names::TreePositionBn<27>, Tokens<27, 8>, Batch<32>>("tree-position-bn");
    add<names::TreeSmall<27>, Tokens<27, 8>, Batch<32>>("tree-small");
    add<names::Flat<27>, Tokens<27, 8>, Batch<32>>("flat");
    add<names::Mlp<27>, Tokens<27, 3>, Batch<32>>("mlp");
    add<names::DeepMlp<27>, Tokens<27, 3>, Batch<32>>("deep-mlp");
    add_updates();
    return bench::run_measured(count, arguments);
}
