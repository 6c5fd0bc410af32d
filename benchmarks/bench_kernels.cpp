// SPDX-License-Identifier: BSL-1.0
//
// Each kernel by itself: the matrix products of `tree` at batch 32, and what stands between them. Where memory is what
// limits a kernel, the bytes that it cannot avoid to read and write are compared with the bandwidth of this run.
#include "support/measure.hpp"
#include "support/one_layer.hpp"

#include "tenon/kernels/matmul.hpp"
#include "tenon/kernels/softmax.hpp"
#include "tenon/kernels/transpose.hpp"
#include "tenon/random/mt19937.hpp"
#include "tenon/tenon.hpp"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <tuple>
#include <type_traits>
#include <vector>

using namespace tenon;
using bench::Doubles, bench::exact, bench::Floats, bench::OneLayer, bench::random;

namespace {

/// What the fractions are of.
void bandwidth(benchmark::State& state, const bench::Bandwidth& (*measured)()) {
    for ([[maybe_unused]] auto _ : state) measured();
    state.counters["read_GB/s"] = measured().read * 1e-9;
    state.counters["triad_GB/s"] = measured().triad * 1e-9;
}

/// c (rows, columns) of elements of a `a_row` and `a_inner` apart and elements of b `b_inner` and `b_column` apart.
struct PlainProduct {
    std::size_t rows, inner, columns, a_row, a_inner, b_inner, b_column;
    [[nodiscard]] Doubles of(const Floats& a, const Floats& b) const {
        Doubles c(rows * columns);
        for (std::size_t at = 0; at < c.size(); ++at) {
            const std::size_t row = at / columns, column = at % columns;
            for (std::size_t index = 0; index < inner; ++index)
                c[at] += exact(a[row * a_row + index * a_inner]) * exact(b[index * b_inner + column * b_column]);
        }
        return c;
    }
};

/// y (Rows, Columns) = x (Rows, Inner) · w (Inner, Columns).
template <std::size_t Rows, std::size_t Inner, std::size_t Columns>
void product(benchmark::State& state) {
    const Floats a = random(Rows * Inner), b = random(Inner * Columns, 2);
    Floats c(Rows * Columns);
    const auto run = [&] {
        kernels::matmul<Rows, Inner, Columns>(a.data(), b.data(), static_cast<const float*>(nullptr), c.data());
    };
    run();
    bench::agree(state, "product", c, PlainProduct{Rows, Inner, Columns, Inner, 1, Columns, 1}.of(a, b), 1e-4);
    bench::measure(state, run);
    bench::count_flops(state, 2 * Rows * Inner * Columns);
}

/// dw (Rows, Columns) = xᵀ (Rows, Inner) · dy (Inner, Columns).
template <std::size_t Rows, std::size_t Inner, std::size_t Columns>
void transposed_product(benchmark::State& state) {
    const Floats a = random(Rows * Inner), b = random(Inner * Columns, 2);
    Floats c(Rows * Columns), second(Rows * Columns);
    const auto run = [&] {
        kernels::matmul_transposed<Rows, Inner, Columns>(a.data(), b.data(), c.data(), second.data());
    };
    run();
    bench::agree(state, "product", c, PlainProduct{Rows, Inner, Columns, 1, Rows, Columns, 1}.of(a, b), 1e-4);
    bench::measure(state, run);
    bench::count_flops(state, 2 * Rows * Inner * Columns);
}

/// dx (Rows, Columns) = dy (Rows, Inner) · wᵀ, for w (Columns, Inner).
template <std::size_t Rows, std::size_t Inner, std::size_t Columns>
void product_by_transposed(benchmark::State& state) {
    const Floats a = random(Rows * Inner), b = random(Columns * Inner, 2);
    Floats c(Rows * Columns);
    const auto run = [&] { kernels::matmul_by_transposed<Rows, Inner, Columns>(a.data(), b.data(), c.data()); };
    run();
    bench::agree(state, "product", c, PlainProduct{Rows, Inner, Columns, Inner, 1, 1, Inner}.of(a, b), 1e-4);
    bench::measure(state, run);
    bench::count_flops(state, 2 * Rows * Inner * Columns);
}

/// The three products of a Linear, with whatever it has to turn around for them.
template <class In, int Out, std::size_t Batch>
class LinearProducts {
    static constexpr std::size_t rows = Batch * In::positions, in = In::features, out = Out;

  public:
    static constexpr std::size_t flops = 6 * rows * in * out;

    void run() {
        layer_.forward();
        layer_.backward();
    }
    void check(benchmark::State& state) const {
        const auto& [x, y, dy, dx, w, dw] =
            std::tie(layer_.x, layer_.y, layer_.dy, layer_.dx, layer_.parameters, layer_.gradients);
        bench::agree(state, "y", y, PlainProduct{rows, in, out, in, 1, out, 1}.of(x, w), 1e-4);
        bench::agree(state, "dw", dw, PlainProduct{in, rows, out, 1, in, out, 1}.of(x, dy), 1e-4);
        bench::agree(state, "dx", dx, PlainProduct{rows, out, in, out, 1, 1, out}.of(dy, w), 1e-4);
    }

  private:
    OneLayer<Linear<Out, no_bias>, In, Batch> layer_;
};

/// The twelve products of the tree's step, one layer behind another.
template <std::size_t Batch>
void products(benchmark::State& state) {
    std::tuple<LinearProducts<Shape<4, 48>, 128, Batch>, LinearProducts<Shape<2, 256>, 128, Batch>,
               LinearProducts<Shape<256>, 128, Batch>, LinearProducts<Shape<128>, 27, Batch>>
        layers;
    std::apply(
        [&]<class... Layers>(Layers&... layer) {
            const auto run = [&] { (layer.run(), ...); };
            run();
            (layer.check(state), ...);
            bench::measure(state, run);
            bench::count_flops(state, (Layers::flops + ...));
        },
        layers);
}

/// A kernel that has to read and write `moved` floats for each of `Size` elements, within the second cache.
template <std::size_t Size, class Body>
void time_elements(benchmark::State& state, std::size_t moved, Body body) {
    bench::measure(state, body);
    bench::count_rate(state, "elements/s", Size);
    bench::count_bytes(state, moved * Size * sizeof(float), "of_l2", bench::l2_bandwidth().triad);
}

template <std::size_t Rows, std::size_t Columns>
void transpose(benchmark::State& state) {
    const Floats x = random(Rows * Columns);
    Floats y(Rows * Columns);
    Doubles expected;
    for (std::size_t at = 0; at < x.size(); ++at) expected.push_back(exact(x[at % Rows * Columns + at / Rows]));
    const auto run = [&] { kernels::transpose<Rows, Columns>(x.data(), y.data()); };
    run();
    bench::agree(state, "y", y, expected, 0);
    time_elements<Rows * Columns>(state, 2, run);
}

template <std::size_t Size>
void tanh(benchmark::State& state) {
    OneLayer<Tanh, Shape<Size>, 1> layer;
    Doubles expected;
    for (float value : layer.x) expected.push_back(std::tanh(exact(value)));
    layer.forward();
    bench::agree(state, "y", layer.y, expected, 1e-6);
    time_elements<Size>(state, 2, [&] { layer.forward(); });
}

template <std::size_t Size>
void tanh_backward(benchmark::State& state) {
    OneLayer<Tanh, Shape<Size>, 1> layer;
    Doubles expected;
    for (std::size_t at = 0; at < Size; ++at)
        expected.push_back(exact(layer.dy[at]) * (1 - std::pow(std::tanh(exact(layer.x[at])), 2)));
    layer.forward();
    layer.backward();
    bench::agree(state, "dx", layer.dx, expected, 1e-5);
    time_elements<Size>(state, 3, [&] { layer.backward(); });
}

/// The sum of each column.
template <std::size_t Columns>
Doubles column_sums(const Doubles& terms) {
    Doubles sums(Columns);
    for (std::size_t at = 0; at < terms.size(); ++at) sums[at % Columns] += terms[at];
    return sums;
}

/// x^ = (x - mean) / sqrt(var + eps), with the biased variance; the inverse deviations go to `inverse`.
template <std::size_t Rows, std::size_t Columns>
Doubles normalised(const Floats& x, Doubles& inverse) {
    Doubles values(x.begin(), x.end()), squares;
    const Doubles sums = column_sums<Columns>(values);
    for (std::size_t at = 0; at < values.size(); ++at) {
        values[at] -= sums[at % Columns] / Rows;
        squares.push_back(values[at] * values[at]);
    }
    inverse = column_sums<Columns>(squares);
    for (double& value : inverse) value = 1 / std::sqrt(value / Rows + 1e-5);
    for (std::size_t at = 0; at < values.size(); ++at) values[at] *= inverse[at % Columns];
    return values;
}

template <std::size_t Rows, std::size_t Columns>
void batch_norm(benchmark::State& state) {
    OneLayer<BatchNorm1d<>, Shape<Columns>, Rows> layer;
    Doubles inverse, expected = normalised<Rows, Columns>(layer.x, inverse);
    for (std::size_t at = 0; at < expected.size(); ++at) {
        const std::size_t column = at % Columns;
        expected[at] = expected[at] * exact(layer.parameters[column]) + exact(layer.parameters[Columns + column]);
    }
    layer.forward();
    bench::agree(state, "y", layer.y, expected, 1e-4);
    time_elements<Rows * Columns>(state, 2, [&] { layer.forward(); });
}

template <std::size_t Rows, std::size_t Columns>
void batch_norm_backward(benchmark::State& state) {
    OneLayer<BatchNorm1d<>, Shape<Columns>, Rows> layer;
    Doubles inverse, terms = normalised<Rows, Columns>(layer.x, inverse), expected = terms;
    for (std::size_t at = 0; at < terms.size(); ++at) terms[at] *= exact(layer.dy[at]);
    Doubles sums = column_sums<Columns>(terms);
    const Doubles shifts = column_sums<Columns>(Doubles(layer.dy.begin(), layer.dy.end()));
    for (std::size_t at = 0; at < terms.size(); ++at) {
        const std::size_t column = at % Columns;
        expected[at] = exact(layer.parameters[column]) * inverse[column] *
                       (exact(layer.dy[at]) - shifts[column] / Rows - expected[at] * sums[column] / Rows);
    }
    sums.insert(sums.end(), shifts.begin(), shifts.end());
    layer.forward();
    layer.backward();
    bench::agree(state, "dgamma and dbeta", layer.gradients, sums, 1e-4);
    bench::agree(state, "dx", layer.dx, expected, 1e-4);
    time_elements<Rows * Columns>(state, 3, [&] { layer.backward(); });
}

template <std::size_t Rows, std::size_t Columns>
void loss(benchmark::State& state) {
    const Floats logits = random(Rows * Columns);
    const std::vector<Token> targets(Rows, 3);
    Floats dlogits(Rows * Columns);
    Doubles expected;
    double expected_loss = 0, result = 0;
    for (std::size_t row = 0; row < Rows; ++row) {
        double sum = 0;
        for (std::size_t column = 0; column < Columns; ++column) sum += std::exp(exact(logits[row * Columns + column]));
        for (std::size_t column = 0; column < Columns; ++column) {
            const double probability = std::exp(exact(logits[row * Columns + column])) / sum;
            expected.push_back((probability - (column == 3 ? 1 : 0)) / Rows);
        }
        expected_loss += (std::log(sum) - exact(logits[row * Columns + 3])) / Rows;
    }
    const auto run = [&] {
        using Logits = Shape<static_cast<int>(Columns)>;
        result = exact(CrossEntropy::forward_backward<Rows, Logits>(logits.data(), targets.data(), dlogits.data()));
    };
    run();
    bench::agree(state, "loss", result, expected_loss, 1e-5);
    bench::agree(state, "dlogits", dlogits, expected, 1e-6);
    time_elements<Rows * Columns>(state, 2, run);
}

template <std::size_t Rows, std::size_t Columns>
void softmax(benchmark::State& state) {
    const Floats x = random(Rows * Columns);
    Floats y(Rows * Columns);
    Doubles expected;
    for (std::size_t row = 0; row < Rows; ++row) {
        double sum = 0;
        for (std::size_t column = 0; column < Columns; ++column) sum += std::exp(exact(x[row * Columns + column]));
        for (std::size_t column = 0; column < Columns; ++column)
            expected.push_back(std::exp(exact(x[row * Columns + column])) / sum);
    }
    const auto run = [&] { kernels::softmax<Rows, Columns>(x.data(), y.data()); };
    run();
    bench::agree(state, "y", y, expected, 1e-6);
    time_elements<Rows * Columns>(state, 2, run);
}

/// One choice among so many weights, against the largest weight / -log(1 - uniform) of the same random numbers.
template <std::size_t Size>
void multinomial(benchmark::State& state) {
    Floats weights = random(Size);
    for (float& weight : weights) weight = std::abs(weight);
    Generator generator{3};
    Mt19937 engine = Mt19937::from_number(3);
    for (int turn = 0; turn < 100; ++turn) {
        Doubles ratios;
        for (float weight : weights) {
            const std::uint64_t high = engine(), bits = (high << 32 | engine()) & 0x1fffffffffffffU;
            ratios.push_back(exact(weight) / -std::log1p(-static_cast<double>(bits) * 0x1p-53));
        }
        const auto largest = std::ranges::max_element(ratios) - ratios.begin();
        bench::agree(state, "choice", static_cast<double>(generator.multinomial(weights)), static_cast<double>(largest),
                     0);
    }
    bench::measure(state, [&] { benchmark::DoNotOptimize(generator.multinomial(weights)); });
    bench::count_rate(state, "elements/s", Size);
}

/// Rows looked up, and as many gradients brought back to them.
template <std::size_t Count, int Features, int Rows>
void embedding(benchmark::State& state) {
    OneLayer<Embedding<Features>, Tokens<Rows, static_cast<int>(Count)>, 1> layer;
    Doubles expected, sums(layer.gradients.size());
    for (std::size_t at = 0; at < layer.y.size(); ++at) {
        const std::size_t place = static_cast<std::size_t>(layer.x[at / Features]) * Features + at % Features;
        expected.push_back(exact(layer.parameters[place]));
        sums[place] += exact(layer.dy[at]);
    }
    const auto run = [&] {
        layer.forward();
        layer.backward();
    };
    run();
    bench::agree(state, "y", layer.y, expected, 0);
    bench::agree(state, "dweight", layer.gradients, sums, 1e-5);
    time_elements<Count * Features>(state, 2, run);
}

/// parameter -= rate · gradient; what it reaches of main memory is told for sizes that no cache holds.
template <std::size_t Size>
void update(benchmark::State& state) {
    constexpr std::size_t large = std::size_t{1} << 24;
    Floats parameters(Size, 2.0F);
    const Floats gradients(Size, 3.0F);
    const auto update_by = [&](float rate) {
        Sgd{}.update(ParameterSlice<float, 0>{parameters, gradients, {}}, rate, 1);
    };
    const auto run = [&] { update_by(1e-6F); };
    update_by(0.5F);
    bench::agree(state, "parameter", parameters, Floats(Size, 0.5F), 0);
    if constexpr (Size < large) {
        time_elements<Size>(state, 3, run);
    } else {
        bench::measure(state, run);
        bench::count_rate(state, "elements/s", Size);
        bench::count_bytes(state, 3 * Size * sizeof(float), "of_memory", bench::memory_bandwidth().triad);
    }
}

BENCHMARK_CAPTURE(bandwidth, l2, bench::l2_bandwidth)->Iterations(1);
BENCHMARK_CAPTURE(bandwidth, memory, bench::memory_bandwidth)->Iterations(1);
BENCHMARK(products<32>)->Name("products/tree/32");
BENCHMARK(products<256>)->Name("products/tree/256");
// The products of tree at batch 32: forward, gradient of the weight, gradient of the input.
BENCHMARK(product<128, 48, 128>)->Name("forward/128x48x128");
BENCHMARK(product<64, 256, 128>)->Name("forward/64x256x128");
BENCHMARK(product<32, 256, 128>)->Name("forward/32x256x128");
BENCHMARK(product<32, 128, 27>)->Name("forward/32x128x27");
BENCHMARK(transposed_product<48, 128, 128>)->Name("dweight/48x128x128");
BENCHMARK(transposed_product<256, 64, 128>)->Name("dweight/256x64x128");
BENCHMARK(transposed_product<256, 32, 128>)->Name("dweight/256x32x128");
BENCHMARK(transposed_product<128, 32, 27>)->Name("dweight/128x32x27");
BENCHMARK(product_by_transposed<128, 128, 48>)->Name("dinput/128x128x48");
BENCHMARK(product_by_transposed<64, 128, 256>)->Name("dinput/64x128x256");
BENCHMARK(product_by_transposed<32, 128, 256>)->Name("dinput/32x128x256");
BENCHMARK(product_by_transposed<32, 27, 128>)->Name("dinput/32x27x128");
BENCHMARK(transpose<24, 128>)->Name("transpose/24x128");
BENCHMARK(tanh<128 * 128>)->Name("tanh/16384");
BENCHMARK(tanh_backward<128 * 128>)->Name("tanh_backward/16384");
BENCHMARK(batch_norm<128, 128>)->Name("batch_norm/128x128");
BENCHMARK(batch_norm_backward<128, 128>)->Name("batch_norm_backward/128x128");
BENCHMARK(loss<32, 27>)->Name("cross_entropy/32x27");
BENCHMARK(softmax<32, 27>)->Name("softmax/32x27");
BENCHMARK(multinomial<27>)->Name("multinomial/27");
BENCHMARK(embedding<256, 24, 27>)->Name("embedding/256x24");
BENCHMARK(update<76'592>)->Name("sgd/76592");
BENCHMARK(update<std::size_t{1} << 26>)->Name("sgd/67108864");

} // namespace

int main(int count, char** arguments) { return bench::run_measured(count, arguments); }
