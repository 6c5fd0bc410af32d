// SPDX-License-Identifier: BSL-1.0
//
// What the core can do at most, measured in the same run as what it is compared with.
#pragma once

#include "support/aligned.hpp"

#include "tenon/simd/vector.hpp"

#include <benchmark/benchmark.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <ctime>

namespace tenon::bench {

/// Seconds that this process has computed. Another process on the same core does not count, as in the benchmarks.
inline double cpu_seconds() {
    timespec now{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

/// The least seconds that `body` took, of so many times.
template <class Body>
double least_seconds(int attempts, Body body) {
    double least = 1e30;
    for (int attempt = 0; attempt < attempts; ++attempt) {
        const double start = cpu_seconds();
        body();
        least = std::min(least, cpu_seconds() - start);
    }
    return least;
}

/// Fused multiply-adds on so many independent registers, each of them `rounds` times.
inline constexpr std::size_t fma_chains = simd::registers * 3 / 4;
/// Not within another function, where the compiler may keep them in memory.
[[gnu::noinline]] inline void do_fmas(std::size_t rounds) {
    std::array<simd::Vector<float>, fma_chains> sums;
    for (std::size_t chain = 0; chain < fma_chains; ++chain) sums[chain] = simd::broadcast(static_cast<float>(chain));
    auto left = simd::broadcast(0.999F), right = simd::broadcast(1e-3F);
    benchmark::DoNotOptimize(left);
    benchmark::DoNotOptimize(right);
    for (std::size_t round = 0; round < rounds; ++round) {
        TENON_UNROLL
        for (std::size_t chain = 0; chain < fma_chains; ++chain)
            sums[chain] = simd::multiply_add(sums[chain], left, right);
    }
    for (auto& sum : sums) benchmark::DoNotOptimize(sum);
}

/// Floating-point operations a second that a core does at most.
inline double measure_fma_peak() {
    constexpr std::size_t rounds = 100'000;
    return 2.0 * fma_chains * rounds * simd::lanes<float> / least_seconds(10, [] { do_fmas(rounds); });
}

/// Bytes a second through vectors: read alone, and the triad a = a + s · b, two reads and a write. It works in place,
/// so that there are no lines that are fetched only to be written.
struct Bandwidth {
    double read, triad;
};

/// Of two arrays that take so many bytes together.
inline Bandwidth measure_bandwidth(std::size_t bytes, int attempts) {
    constexpr std::size_t lanes = simd::lanes<float>, chains = 8;
    const std::size_t size = bytes / (2 * sizeof(float)) / (lanes * chains) * (lanes * chains);
    const std::size_t rounds = std::max<std::size_t>(1, (std::size_t{1} << 26) / bytes);
    Floats block(2 * size, 1.0F);
    float* const a = block.data();
    const float* const b = a + size;
    const double read = least_seconds(attempts, [&] {
        std::array<simd::Vector<float>, chains> sums;
        sums.fill(simd::broadcast(0.0F));
        for (std::size_t round = 0; round < rounds; ++round) {
            for (std::size_t at = 0; at < 2 * size; at += chains * lanes) {
                TENON_UNROLL
                for (std::size_t chain = 0; chain < chains; ++chain)
                    sums[chain] = sums[chain] + simd::load<lanes>(a + at + chain * lanes);
            }
        }
        for (auto& sum : sums) benchmark::DoNotOptimize(sum);
    });
    const double triad = least_seconds(attempts, [&] {
        const auto scale = simd::broadcast(1e-3F);
        for (std::size_t round = 0; round < rounds; ++round) {
            for (std::size_t at = 0; at < size; at += chains * lanes) {
                TENON_UNROLL
                for (std::size_t next = at; next < at + chains * lanes; next += lanes) {
                    const auto sum =
                        simd::multiply_add(scale, simd::load<lanes>(b + next), simd::load<lanes>(a + next));
                    simd::store<lanes>(a + next, sum);
                }
            }
            benchmark::ClobberMemory();
        }
    });
    const double array = static_cast<double>(size * sizeof(float)) * static_cast<double>(rounds);
    return {2 * array / read, 3 * array / triad};
}

inline std::size_t cache_bytes(int level_name, std::size_t otherwise) {
    const long bytes = sysconf(level_name);
    return bytes > 0 ? static_cast<std::size_t>(bytes) : otherwise;
}

/// That of the second cache (half of it, which the first one cannot hold), and of main memory (three times what the
/// last cache holds), measured once.
inline const Bandwidth& l2_bandwidth() {
    static const Bandwidth bandwidth = measure_bandwidth(cache_bytes(_SC_LEVEL2_CACHE_SIZE, 1 << 20) / 2, 60);
    return bandwidth;
}
inline const Bandwidth& memory_bandwidth() {
    static const Bandwidth bandwidth = measure_bandwidth(3 * cache_bytes(_SC_LEVEL3_CACHE_SIZE, 1 << 26), 3);
    return bandwidth;
}

} // namespace tenon::bench
