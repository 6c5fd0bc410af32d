// SPDX-License-Identifier: BSL-1.0
//
// A training that may be killed at any moment and, run again, goes on from its checkpoint as if nothing had been.
#include <tenon/data/batches.hpp>
#include <tenon/io/checkpoint.hpp>
#include <tenon/tenon.hpp>

#include <cmath>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

using namespace tenon;

using M = Model<Sequential<Linear<64>, Gelu<>, Dropout<Percent{10}>, Linear<64>, Gelu<>, Linear<1>>, Shape<1>>;

int main(int count, char** arguments) try {
    const std::string path = count > 1 ? arguments[1] : "resume.checkpoint";
    std::vector<float> x(512), y;
    Generator{1}.randn(std::span(x));
    for (const float at : x) y.push_back(std::sin(3 * at));

    Generator generator{42};
    M model{generator};
    Trainer<M, Batch<32>, AdamW, MeanSquaredError> trainer{model};
    MovingAverage average{model, 0.99};
    Batches batches{trainer, x, y};
    const CosineWithWarmup rate{.peak = 0.01F, .warmup = 100, .steps = 20'000};

    if (std::filesystem::exists(path)) {
        const Safetensors saved = read_safetensors(path);
        restore(trainer, saved, path);
        restore_model(average, "average", saved, path);
        restore_state(generator, "generator", saved, path);
        restore_state(batches, "batches", saved, path);
        std::fprintf(stderr, "goes on after %zu steps\n", static_cast<std::size_t>(trainer.updates()));
    }
    while (trainer.updates() < rate.steps) {
        while (!batches.next()) batches.shuffle(generator);
        trainer.step(batches.inputs(), batches.targets(), rate);
        average.update(model);
        if (trainer.updates() % 200 != 0) continue;
        Safetensors content = checkpoint(trainer);
        add_model(content, "average", average);
        add_state(content, "generator", generator);
        add_state(content, "batches", batches);
        OutputFile file{path};
        write_safetensors(file, content);
        file.commit();
    }
    Evaluator<M, Batch<32>> evaluator{average.model()};
    std::printf("the loss of the averaged model is %.9g\n", evaluator.loss<MeanSquaredError>(x, y));
} catch (const std::exception& error) {
    std::fprintf(stderr, "resume: %s\n", error.what());
    return 1;
}
