// SPDX-License-Identifier: BSL-1.0
//
// A curve from points with noise: training, validation, the best model kept, and an early stop.
#include <tenon/data/batches.hpp>
#include <tenon/fit.hpp>
#include <tenon/metrics/r_squared.hpp>
#include <tenon/tenon.hpp>

#include <cmath>
#include <cstddef>
#include <cstdio>
#include <span>
#include <vector>

using namespace tenon;

using M = Model<Sequential<Linear<64>, Tanh, Linear<64>, Tanh, Linear<1>>, Shape<1>>;

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
    M model{generator};
    Trainer<M, Batch<32>, AdamW, MeanSquaredError> trainer{model};
    Evaluator<M, Batch<32>> evaluator{model};
    Batches batches{trainer, train.x, train.y};
    const CosineWithWarmup rate{.peak = 0.01F, .warmup = 50, .steps = 4000};
    const auto show = [](const Epoch& epoch) {
        if (epoch.number % 20 == 0) std::printf("epoch %zu validation %.4f\n", epoch.number, epoch.validation);
    };
    fit(trainer, batches, generator, rate, {.epochs = 125, .patience = 30, .after_epoch = show},
        [&] { return evaluator.loss<MeanSquaredError>(validation.x, validation.y); });

    std::printf("validation %.4f\n", evaluator.loss<MeanSquaredError>(validation.x, validation.y));
    std::printf("from the curve without noise %.4f\n", evaluator.loss<MeanSquaredError>(truth.x, truth.y));
    std::printf("R² %.4f\n", r_squared(evaluator, validation.x, validation.y));
}
