// SPDX-License-Identifier: BSL-1.0
//
// Training steps shared by threads, beside the same steps on one: the time is of several shared steps on the clock,
// `times_one` the median of how many times as fast they were as steps alone just before, and `fmas_times_one` the same
// of bare multiply-adds, which is what the processors have to give. Run it where it may use all of them.
#include "nets.hpp"
#include "support/measure.hpp"
#include "support/peak.hpp"
#include "support/work.hpp"

#include "tenon/tenon.hpp"
#include "tenon/threads.hpp"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <set>
#include <string>
#include <vector>

using namespace tenon;

namespace {

using In = Tokens<27, 8>;
using Tree = Model<names::Tree<27>, In>;

/// Seconds that a call takes, on the clock.
template <class Body>
double seconds(Body body) {
    const auto begin = std::chrono::steady_clock::now();
    body();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

/// How many times as fast as one thread the team does multiply-adds: some milliseconds of them, beside which it does
/// not count that the others have to wake up.
double fmas_times_one(Threads& threads) {
    constexpr std::size_t rounds = 2'000'000;
    const auto part_of = [&](kernels::Part part) { bench::do_fmas(rounds / part.count); };
    const double alone = seconds([&] { bench::do_fmas(rounds); });
    Team& team = threads;
    return alone / seconds([&] {
               team.run([](const void* it, kernels::Part part) { (*static_cast<decltype(&part_of)>(it))(part); },
                        &part_of);
           });
}

double median(std::vector<double> values) {
    std::ranges::nth_element(values, values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2));
    return values[values.size() / 2];
}

template <std::size_t Size>
class Steps {
  public:
    explicit Steps(Threads* threads) {
        if (threads) trainer_.use(*threads);
    }
    /// Seconds that so many steps take.
    double run(std::size_t steps) {
        return seconds([&] {
            for (std::size_t step = 0; step < steps; ++step, batches_.advance()) {
                benchmark::DoNotOptimize(trainer_.step(batches_.inputs(), batches_.targets(), 0.01F));
            }
        });
    }
    [[nodiscard]] const Tree& model() const { return model_; }

  private:
    Tree model_{Generator{42}};
    Trainer<Tree, Batch<Size>> trainer_{model_};
    bench::Batches<In, Size> batches_;
};

template <std::size_t Size>
void share(benchmark::State& state, std::size_t count) {
    constexpr std::size_t turn = 16384 / Size;
    Threads threads{count};
    Steps<Size> alone{nullptr}, shared{&threads};
    alone.run(turn);
    shared.run(turn);
    if (!std::ranges::equal(alone.model().parameter_block(), shared.model().parameter_block()))
        bench::fail(state, "shared steps give other parameters");
    std::vector<double> factors, possible;
    const std::size_t before = test::allocations;
    std::size_t own = 0; // allocations of this measurement
    for (auto _ : state) {
        const double one = alone.run(turn), many = shared.run(turn);
        state.SetIterationTime(many);
        const std::size_t now = test::allocations;
        factors.push_back(one / many);
        possible.push_back(fmas_times_one(threads));
        own += test::allocations - now;
    }
    if (test::allocations - before > own) bench::fail(state, "allocates in what is timed");
    state.counters["times_one"] = median(factors);
    state.counters["fmas_times_one"] = median(possible);
    state.counters["steps/s"] = benchmark::Counter(static_cast<double>(state.iterations()) * static_cast<double>(turn),
                                                   benchmark::Counter::kIsRate);
}

template <std::size_t Size>
void add() {
    for (std::size_t count : std::set<std::size_t>{2, Threads::available()}) {
        const std::string name = "threads/tree/" + std::to_string(Size) + "/" + std::to_string(count);
        const auto run = [count](benchmark::State& state) { share<Size>(state, count); };
        benchmark::RegisterBenchmark(name.c_str(), run)->UseManualTime()->Unit(benchmark::kMicrosecond);
    }
}

} // namespace

int main(int count, char** arguments) {
    add<64>();
    add<128>();
    add<256>();
    add<512>();
    return bench::run_measured(count, arguments);
}
