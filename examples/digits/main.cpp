// SPDX-License-Identifier: BSL-1.0
//
// Handwritten digits: a classifier with validation, an early stop and a confusion matrix.
//
// usage: digits [FOLDER of images.npy and labels.npy]
#include <tenon/data/batches.hpp>
#include <tenon/data/take_rows.hpp>
#include <tenon/fit.hpp>
#include <tenon/io/npy.hpp>
#include <tenon/metrics/confusion_matrix.hpp>
#include <tenon/tenon.hpp>

#include <cstdint>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <iostream>
#include <span>
#include <vector>

using namespace tenon;

using Net =
    Sequential<Flatten, Dropout<Percent{10}>, Linear<256>, BatchNorm1d<>, Gelu<>, Dropout<Percent{50}>, Linear<10>>;
using M = Model<Net, Shape<8, 8>>;

int main(int count, char** arguments) try {
    const std::filesystem::path folder = count > 1 ? arguments[1] : DIGITS_DATA;
    auto images = read_npy<float>(folder / "images.npy").numbers;
    const auto labels = read_npy<Token>(folder / "labels.npy").numbers;
    for (float& pixel : images) pixel /= 16;

    // A half trains, a sixth validates, and a third is held out.
    Generator generator{42};
    std::vector<std::uint32_t> order(labels.size());
    generator.randperm(order);
    const auto half = std::span(order).first(order.size() / 2), third = std::span(order).last(order.size() / 3);
    const auto rest = std::span(order).subspan(half.size(), order.size() - half.size() - third.size());
    const auto train_x = take_rows(images, 64, half), validation_x = take_rows(images, 64, rest);
    const auto train_y = take_rows(labels, 1, half), validation_y = take_rows(labels, 1, rest);

    M model{generator};
    Trainer<M, Batch<32>, AdamW> trainer{model};
    Evaluator<M, Batch<32>> evaluator{model};
    Batches batches{trainer, train_x, train_y};
    const CosineWithWarmup rate{.peak = 0.004F, .warmup = 50, .steps = 60 * batches.per_epoch()};
    const History history = fit(trainer, batches, generator, rate, {.epochs = 60, .patience = 20},
                                [&] { return evaluator.loss(validation_x, validation_y); });
    std::printf("%zu epochs, the best of them %zu\n", history.epochs.size(), history.best);

    const auto matrix = confusion_matrix(evaluator, take_rows(images, 64, third), take_rows(labels, 1, third));
    std::cout << matrix;
    std::printf("%.1f %% of %zu are right\n", 100 * matrix.accuracy(), matrix.total());
} catch (const std::exception& error) {
    std::fprintf(stderr, "digits: %s\n", error.what());
    return 1;
}
