// SPDX-License-Identifier: BSL-1.0
//
// Each kernel by itself: the twelve matrix products of `tree` at batch 32, and what stands between them.
#include "support/peak.hpp"

#include "tenon/kernels/columns.hpp"
#include "tenon/kernels/matmul.hpp"
#include "tenon/kernels/pointwise.hpp"
#include "tenon/kernels/softmax.hpp"
#include "tenon/kernels/table_rows.hpp"
#include "tenon/kernels/transpose.hpp"
#include "tenon/lowered.hpp"
#include "tenon/optim/sgd.hpp"
#include "tenon/random/generator.hpp"

#include <benchmark/benchmark.h>

#include <cmath>
#include <string>
#include <vector>

using namespace tenon;

namespace {

std::vector<float> random(std::size_t size) {
    Generator generator{1};
    std::vector<float> values(size);
    generator.randn(std::span(values));
    return values;
}

/// One output against a plain loop, before anything is timed.
void validate(benchmark::State& state, float value, double expected) {
    if (std::abs(static_cast<double>(value) - expected) > 1e-3) state.SkipWithError("the result is wrong");
}

/// y (Rows, Columns) = x (Rows, Inner) · w (Inner, Columns).
template <std::size_t Rows, std::size_t Inner, std::size_t Columns>
void product(benchmark::State& state) {
    const auto a = random(Rows * Inner), b = random(Inner * Columns);
    std::vector<float> c(Rows * Columns);
    const auto run = [&] {
        kernels::matmul<Rows, Inner, Columns>(a.data(), b.data(), static_cast<const float*>(nullptr), c.data());
    };
    run();
    double expected = 0;
    for (std::size_t inner = 0; inner < Inner; ++inner) {
        expected +=
            static_cast<double>(a[(Rows - 1) * Inner + inner]) * static_cast<double>(b[inner * Columns + Columns - 1]);
    }
    validate(state, c.back(), expected);
    for (auto _ : state) {
        run();
        benchmark::ClobberMemory();
    }
    bench::count_flops(state, 2 * Rows * Inner * Columns);
}

/// dw (Rows, Columns) = xᵀ (Rows, Inner) · dy (Inner, Columns).
template <std::size_t Rows, std::size_t Inner, std::size_t Columns>
void transposed_product(benchmark::State& state) {
    const auto a = random(Rows * Inner), b = random(Inner * Columns);
    std::vector<float> c(Rows * Columns);
    const auto run = [&] { kernels::matmul_transposed<Rows, Inner, Columns>(a.data(), b.data(), c.data()); };
    run();
    double expected = 0;
    for (std::size_t inner = 0; inner < Inner; ++inner) {
        expected +=
            static_cast<double>(a[inner * Rows + Rows - 1]) * static_cast<double>(b[inner * Columns + Columns - 1]);
    }
    validate(state, c.back(), expected);
    for (auto _ : state) {
        run();
        benchmark::ClobberMemory();
    }
    bench::count_flops(state, 2 * Rows * Inner * Columns);
}

/// Any other kernel, with the nanoseconds it takes for each of `Size` elements.
template <std::size_t Size, class Body>
void time_elements(benchmark::State& state, Body body) {
    for (auto _ : state) {
        body();
        benchmark::ClobberMemory();
    }
    state.counters["elements/s"] = benchmark::Counter(
        static_cast<double>(Size) * static_cast<double>(state.iterations()), benchmark::Counter::kIsRate);
}

template <std::size_t Rows, std::size_t Columns>
void transpose(benchmark::State& state) {
    const auto x = random(Rows * Columns);
    std::vector<float> y(Rows * Columns);
    time_elements<Rows * Columns>(state, [&] { kernels::transpose<Rows, Columns>(x.data(), y.data()); });
}

template <std::size_t Size>
void hyperbolic_tangent(benchmark::State& state) {
    const auto x = random(Size);
    std::vector<float> y(Size);
    time_elements<Size>(state, [&] {
        kernels::map<Size>(x.data(), y.data(), [](auto value) { return simd::hyperbolic_tangent(value); });
    });
}

template <std::size_t Rows, std::size_t Columns>
void normalisation(benchmark::State& state) {
    const auto x = random(Rows * Columns), gamma = random(Columns), beta = random(Columns);
    std::vector<float> y(Rows * Columns), mean(Columns), scale(Columns);
    time_elements<Rows * Columns>(state, [&] {
        kernels::column_moments<Rows, Columns, Columns>(x.data(), mean.data(), scale.data());
        kernels::standardize<Rows, Columns, Columns>(x.data(), mean.data(), scale.data(), gamma.data(), beta.data(),
                                                     y.data());
    });
}

template <std::size_t Rows, std::size_t Columns>
void normalisation_backward(benchmark::State& state) {
    const auto x = random(Rows * Columns), dy = random(Rows * Columns), gamma = random(Columns), mean = random(Columns);
    std::vector<float> dx(Rows * Columns), dgamma(Columns), dbeta(Columns);
    time_elements<Rows * Columns>(state, [&] {
        kernels::standardize_backward<Rows, Columns, Columns, false>(x.data(), mean.data(), gamma.data(), gamma.data(),
                                                                     dy.data(), Rows - 1, dgamma.data(), dbeta.data(),
                                                                     dx.data());
    });
}

template <std::size_t Rows, std::size_t Columns>
void loss(benchmark::State& state) {
    const auto logits = random(Rows * Columns);
    const std::vector<Token> targets(Rows, 3);
    std::vector<float> dlogits(Rows * Columns);
    time_elements<Rows * Columns>(state, [&] {
        benchmark::DoNotOptimize(kernels::cross_entropy<Rows, Columns>(logits.data(), targets.data(), dlogits.data()));
    });
}

template <std::size_t Count, std::size_t Features, std::size_t Rows>
void table(benchmark::State& state) {
    std::vector<Token> tokens(Count);
    Generator generator{1};
    for (Token& token : tokens) token = static_cast<Token>(generator.randint(Rows));
    const auto weight = random(Rows * Features);
    std::vector<float> y(Count * Features), dweight(Rows * Features);
    time_elements<Count * Features>(state, [&] {
        kernels::gather_rows<Count, Features>(tokens.data(), weight.data(), y.data());
        kernels::scatter_rows<Count, Features, Rows>(tokens.data(), y.data(), dweight.data());
    });
}

template <std::size_t Size>
void update(benchmark::State& state) {
    auto parameters = random(Size);
    const auto gradients = random(Size);
    time_elements<Size>(state, [&] { Sgd::update<Size>(parameters.data(), gradients.data(), 1e-6F); });
}

// The products of tree at batch 32: forward, gradient of the weight, gradient of the input.
BENCHMARK(product<128, 48, 128>)->Name("forward/128x48x128");
BENCHMARK(product<64, 256, 128>)->Name("forward/64x256x128");
BENCHMARK(product<32, 256, 128>)->Name("forward/32x256x128");
BENCHMARK(product<32, 128, 27>)->Name("forward/32x128x27");
BENCHMARK(transposed_product<48, 128, 128>)->Name("dweight/48x128x128");
BENCHMARK(transposed_product<256, 64, 128>)->Name("dweight/256x64x128");
BENCHMARK(transposed_product<256, 32, 128>)->Name("dweight/256x32x128");
BENCHMARK(transposed_product<128, 32, 27>)->Name("dweight/128x32x27");
BENCHMARK(product<128, 128, 48>)->Name("dinput/128x128x48");
BENCHMARK(product<64, 128, 256>)->Name("dinput/64x128x256");
BENCHMARK(product<32, 128, 256>)->Name("dinput/32x128x256");
BENCHMARK(product<32, 27, 128>)->Name("dinput/32x27x128");
BENCHMARK(transpose<48, 128>)->Name("transpose/48x128");
BENCHMARK(transpose<256, 128>)->Name("transpose/256x128");
BENCHMARK(transpose<128, 27>)->Name("transpose/128x27");
BENCHMARK(hyperbolic_tangent<128 * 128>)->Name("tanh/16384");
BENCHMARK(normalisation<128, 128>)->Name("batch_norm/128x128");
BENCHMARK(normalisation_backward<128, 128>)->Name("batch_norm_backward/128x128");
BENCHMARK(loss<32, 27>)->Name("cross_entropy/32x27");
BENCHMARK(table<256, 24, 27>)->Name("embedding/256x24");
BENCHMARK(update<76'592>)->Name("sgd/76592");

} // namespace

int main(int count, char** arguments) { return bench::run(count, arguments); }
