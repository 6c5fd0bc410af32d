// SPDX-License-Identifier: BSL-1.0
//
// What the core can do at most, measured in the same run as what it is compared with.
#pragma once

#include "tenon/kernels/simd.hpp"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <string>

namespace tenon::bench {

/// Fused multiply-adds on independent registers: floating-point operations a second.
inline double measure_fma_peak() {
    constexpr std::size_t chains = simd::registers * 3 / 4, rounds = 100'000;
    using Clock = std::chrono::steady_clock;
    double best = 0;
    for (int attempt = 0; attempt < 20; ++attempt) {
        std::array<simd::Vector<float>, chains> sums;
        for (std::size_t chain = 0; chain < chains; ++chain) sums[chain] = simd::broadcast(static_cast<float>(chain));
        auto left = simd::broadcast(0.999F), right = simd::broadcast(1e-3F);
        benchmark::DoNotOptimize(left);
        benchmark::DoNotOptimize(right);
        const auto start = Clock::now();
        for (std::size_t round = 0; round < rounds; ++round) {
            TENON_UNROLL
            for (std::size_t chain = 0; chain < chains; ++chain)
                sums[chain] = simd::multiply_add(sums[chain], left, right);
        }
        const double seconds = std::chrono::duration<double>(Clock::now() - start).count();
        for (auto& sum : sums) benchmark::DoNotOptimize(sum);
        best = std::max(best, 2.0 * chains * rounds * simd::lanes<float> / seconds);
    }
    return best;
}

/// The peak of this run.
inline double fma_peak() {
    static const double peak = measure_fma_peak();
    return peak;
}

/// Adds GFLOP/s and the fraction of the peak to a benchmark whose iteration takes that many operations.
inline void count_flops(benchmark::State& state, std::size_t flops) {
    using benchmark::Counter;
    const double total = static_cast<double>(flops) * static_cast<double>(state.iterations());
    state.counters["GFLOP/s"] = Counter(total * 1e-9, Counter::kIsRate);
    state.counters["of_peak"] = Counter(total / fma_peak(), Counter::kIsRate);
}

/// The main function of every benchmark program.
inline int run(int count, char** arguments) {
    benchmark::AddCustomContext("fma_peak_gflops", std::to_string(fma_peak() * 1e-9));
    benchmark::AddCustomContext("lanes", std::to_string(simd::lanes<float>));
    benchmark::Initialize(&count, arguments);
    if (benchmark::ReportUnrecognizedArguments(count, arguments)) return 1;
    benchmark::RunSpecifiedBenchmarks();
    benchmark::Shutdown();
    return 0;
}

} // namespace tenon::bench
