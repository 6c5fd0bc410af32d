// SPDX-License-Identifier: BSL-1.0
//
// How tenon's own benchmarks are timed: nothing may be allocated, and what is reached is told as a fraction of what the
// core can do. Include it in one source file of a program only.
#pragma once

#include "support/peak.hpp"
#include "support/run.hpp"
#include "tests/support/allocations.hpp"

#include <benchmark/benchmark.h>

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdio>
#include <string>

namespace tenon::bench {

/// Times `body`, which may not allocate; one call comes first, untimed.
template <class Body>
void measure(benchmark::State& state, Body body) {
    if (state.error_occurred()) return;
    body();
    const std::size_t before = test::allocations;
    for (auto _ : state) {
        body();
        benchmark::ClobberMemory();
    }
    const std::size_t allocated = test::allocations - before;
    if (allocated > 0) fail(state, "allocates: " + std::to_string(allocated) + " times in what is timed");
}

/// Adds GFLOP/s and the fraction of the peak to a benchmark whose iteration takes that many operations. The peak is
/// measured each time, because a processor's speed drifts.
inline void count_flops(benchmark::State& state, std::size_t flops) {
    count_rate(state, "GFLOP/s", static_cast<double>(flops) * 1e-9);
    count_rate(state, "of_peak", static_cast<double>(flops) / measure_fma_peak());
}

/// Adds GB/s and the fraction of a bandwidth to a benchmark that has to read and write that many bytes in an
/// iteration. A fraction of the second cache's above 1 comes from the first one.
inline void count_bytes(benchmark::State& state, std::size_t bytes, const char* fraction, double bandwidth) {
    count_rate(state, "GB/s", static_cast<double>(bytes) * 1e-9);
    count_rate(state, fraction, static_cast<double>(bytes) / bandwidth);
}

/// Holds results against what another way of computing gives: the benchmark fails where they are apart by more than
/// `tolerance`, relative where they are large.
template <class Results, class Expected>
void agree(benchmark::State& state, const char* what, const Results& results, const Expected& expected,
           double tolerance) {
    if (std::size(results) != std::size(expected)) return fail(state, std::string(what) + ": not as many");
    for (std::size_t index = 0; index < std::size(results); ++index) {
        const auto result = static_cast<double>(results[index]), right = static_cast<double>(expected[index]);
        if (std::abs(result - right) <= tolerance * (1 + std::abs(right))) continue; // false for NaN
        char text[160];
        std::snprintf(text, sizeof text, "%s: number %zu is %.9g, expected %.9g", what, index, result, right);
        return fail(state, text);
    }
}
inline void agree(benchmark::State& state, const char* what, double result, double expected, double tolerance) {
    agree(state, what, std::array{result}, std::array{expected}, tolerance);
}

/// The main function of tenon's own benchmarks.
inline int run_measured(int count, char** arguments) {
    benchmark::AddCustomContext("fma_peak_gflops", std::to_string(measure_fma_peak() * 1e-9));
    benchmark::AddCustomContext("lanes", std::to_string(simd::lanes<float>));
    return run(count, arguments);
}

} // namespace tenon::bench
