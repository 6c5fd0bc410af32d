// SPDX-License-Identifier: BSL-1.0
//
// A curve from points with noise: training, validation, the best model kept, and an early stop.
#include <tenon/tenon.hpp>

#include <cmath>
#include <cstddef>
#include <cstdio>
#include <span>
#include <vector>

using namespace tenon;

using M = Model<Sequential<Linear<64>, Tanh, Linear<64>, Tanh, Linear<1>>, Shape<1>>;
constexpr std::size_t batch = 32;

/// y = sin(3x) and some noise, for x from a normal distribution.
struct Points {
    std::vector<float> x, y;
    Points(std::size_t count, float noise, Generator& generator) : x(count), y(count) {
        generator.randn(std::span(x));
        generator.randn(std::span(y));
        for (std::size_t index = 0; index < count; ++index) y[index] = std::sin(3 * x[index]) + noise * y[index];
    }
};

int main() {
    Generator generator{42};
    const Points train(1024, 0.1F, generator), validation(512, 0.1F, generator), truth(512, 0, generator);
    M model{generator}, best;
    Trainer<M, Batch<batch>, AdamW, MeanSquaredError> trainer{model};
    Evaluator<M, Batch<batch>> evaluator{model}, evaluator_of_best{best};
    const CosineWithWarmup rate{.peak = 0.01F, .warmup = 50, .steps = 4000};

    std::vector<float> x(batch), y(batch);
    double lowest = 1e9;
    for (int step = 1, without_better = 0; step <= 4000 && without_better < 10; ++step) {
        for (std::size_t index = 0; index < batch; ++index) {
            const std::size_t point = generator.randint(1024);
            x[index] = train.x[point], y[index] = train.y[point];
        }
        trainer.step(x, y, rate);
        if (step % 100 != 0) continue;
        const double loss = evaluator.loss<MeanSquaredError>(validation.x, validation.y);
        if (step % 500 == 0) std::printf("step %d validation %.4f\n", step, loss);
        ++without_better;
        if (loss >= lowest) continue;
        lowest = loss;
        best = model;
        without_better = 0;
    }
    std::printf("best validation %.4f\n", lowest);
    std::printf("from the curve without noise %.4f\n", evaluator_of_best.loss<MeanSquaredError>(truth.x, truth.y));
}
