// SPDX-License-Identifier: BSL-1.0
//
// The twelve matrix products of the tree's training step, for a library that multiplies matrices. Include it in one
// source file of a program only.
#pragma once

#include "support/aligned.hpp"
#include "support/run.hpp"

#include <benchmark/benchmark.h>

#include <cmath>
#include <cstddef>
#include <memory>
#include <random>
#include <tuple>

namespace tenon::bench {

/// c (Rows, Columns) = a (Rows, Inner) · b (Inner, Columns), all row-major; a or b may lie transposed in memory.
template <int Rows, int Inner, int Columns, bool ATransposed, bool BTransposed>
struct Product {
    static constexpr int rows = Rows, inner = Inner, columns = Columns;
    static constexpr bool a_transposed = ATransposed, b_transposed = BTransposed;
};

template <class Size, class Library>
class Multiplication {
  public:
    Multiplication() {
        std::mt19937 engine{1};
        std::normal_distribution<float> normal;
        for (float& value : a_) value = normal(engine);
        for (float& value : b_) value = normal(engine);
    }
    void run() { multiply_(a_.data(), b_.data(), c_.data()); }
    [[nodiscard]] bool right() const {
        for (std::size_t at = 0; at < c_.size(); ++at) {
            const std::size_t row = at / columns, column = at % columns;
            double sum = 0;
            for (std::size_t index = 0; index < inner; ++index) {
                const float left = a_[Size::a_transposed ? index * rows + row : row * inner + index];
                const float right = b_[Size::b_transposed ? column * inner + index : index * columns + column];
                sum += static_cast<double>(left) * static_cast<double>(right);
            }
            if (!(std::abs(static_cast<double>(c_[at]) - sum) < 1e-3)) return false;
        }
        return true;
    }
    static constexpr std::size_t rows = Size::rows, inner = Size::inner, columns = Size::columns;

  private:
    Floats a_ = Floats(rows * inner), b_ = Floats(inner * columns);
    Floats c_ = Floats(rows * columns);
    typename Library::template Multiply<Size> multiply_;
};

/// The products of one Linear: y = x · w, dw = xᵀ · dy, dx = dy · wᵀ.
template <int Rows, int In, int Out, class Library>
using LinearProducts = std::tuple<Multiplication<Product<Rows, In, Out, false, false>, Library>,
                                  Multiplication<Product<In, Rows, Out, true, false>, Library>,
                                  Multiplication<Product<Rows, Out, In, false, true>, Library>>;

/// `Library::Multiply<Product>` is called with (a, b, c).
template <class Library, int Batch>
void products(benchmark::State& state) {
    using All = decltype(std::tuple_cat(std::declval<LinearProducts<4 * Batch, 48, 128, Library>>(),
                                        std::declval<LinearProducts<2 * Batch, 256, 128, Library>>(),
                                        std::declval<LinearProducts<Batch, 256, 128, Library>>(),
                                        std::declval<LinearProducts<Batch, 128, 27, Library>>()));
    const auto all = std::make_unique<All>();
    std::apply(
        [&]<class... Each>(Each&... each) {
            const auto run = [&] { (each.run(), ...); };
            run();
            if (!(each.right() && ...)) fail(state, "a product is wrong");
            for (auto _ : state) {
                run();
                benchmark::ClobberMemory();
            }
            count_rate(state, "GFLOP/s", ((2e-9 * Each::rows * Each::inner * Each::columns) + ...));
        },
        *all);
}

template <class Library>
int run_products(int count, char** arguments) {
    const auto add = [](const char* name, auto function) {
        benchmark::RegisterBenchmark(name, function)->MeasureProcessCPUTime();
    };
    add("products/tree/32", products<Library, 32>);
    add("products/tree/256", products<Library, 256>);
    return run(count, arguments);
}

} // namespace tenon::bench
