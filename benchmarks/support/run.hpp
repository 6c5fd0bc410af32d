// SPDX-License-Identifier: BSL-1.0
//
// The main function of every benchmark program, tenon's and the peers'.
#pragma once

#include <benchmark/benchmark.h>

#include <cstdio>
#include <string>
#include <vector>

namespace tenon::bench {

/// Whether a benchmark's result was wrong.
inline bool failed = false;

/// Gives a benchmark up; the program fails in the end.
inline void fail(benchmark::State& state, const std::string& why) {
    state.SkipWithError(why.c_str());
    failed = true;
}

/// Adds how often something happens a second.
inline void count_rate(benchmark::State& state, const char* name, double each_iteration = 1) {
    state.counters[name] =
        benchmark::Counter(each_iteration * static_cast<double>(state.iterations()), benchmark::Counter::kIsRate);
}

/// Runs what is registered. `--json FILE` writes all figures to a file as well; the flags of Google Benchmark hold.
inline int run(int count, char** arguments) {
    std::vector<std::string> words(arguments, arguments + count);
    for (std::size_t index = 1; index < words.size(); ++index) {
        if (words[index] != "--json") continue;
        if (index + 1 == words.size()) {
            std::fprintf(stderr, "%s: --json expects a file\n", arguments[0]);
            return 2;
        }
        words[index] = "--benchmark_out=" + words[index + 1];
        words[++index] = "--benchmark_out_format=json";
    }
    std::vector<char*> pointers;
    pointers.reserve(words.size() + 1);
    for (std::string& word : words) pointers.push_back(word.data());
    pointers.push_back(nullptr);
    benchmark::AddCustomContext("compiler", TENON_BENCH_COMPILER);
    benchmark::AddCustomContext("flags", TENON_BENCH_FLAGS);
    benchmark::Initialize(&count, pointers.data());
    if (benchmark::ReportUnrecognizedArguments(count, pointers.data())) return 2;
    benchmark::RunSpecifiedBenchmarks();
    benchmark::Shutdown();
    return failed ? 1 : 0;
}

} // namespace tenon::bench
