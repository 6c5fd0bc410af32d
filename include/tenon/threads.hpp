// SPDX-License-Identifier: BSL-1.0
//
// Threads that share the work of a training step.
#pragma once

#include "tenon/kernels/flush_denormals.hpp"
#include "tenon/kernels/team.hpp"

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <thread>
#include <vector>

#if defined(__linux__)
#include <sched.h>
#endif

namespace tenon {

/// A team of threads: the one that calls, and others that wait for work until the object ends. Several trainers may
/// use one; while it works for one of them, another does its work alone.
///
/// Work is cut into as many parts as asked for, but never done by more threads than the processor has for this process.
/// A thread that waits spins for some microseconds, and then sleeps.
class Threads final : public Team {
  public:
    /// As many threads as the process may run at once: on Linux the processors that it is allowed (taskset, containers).
    static std::size_t available() {
#if defined(__linux__)
        cpu_set_t allowed;
        if (sched_getaffinity(0, sizeof allowed, &allowed) == 0) return static_cast<std::size_t>(CPU_COUNT(&allowed));
#endif
        return std::max<std::size_t>(std::thread::hardware_concurrency(), 1);
    }

    explicit Threads(std::size_t parts = available()) : parts_(std::max<std::size_t>(parts, 1)) {
        const std::size_t workers = std::min(parts_, available());
        for (std::size_t index = 1; index < workers; ++index) {
            workers_.emplace_back([this, index, workers] { serve(index, workers); });
        }
    }
    Threads(const Threads&) = delete;
    Threads& operator=(const Threads&) = delete;
    ~Threads() {
        work_ = nullptr;
        call();
        for (std::thread& worker : workers_) worker.join();
    }

    [[nodiscard]] std::size_t parts() const { return parts_; }

    void run(Work work, const void* body) override {
        const std::unique_lock alone(busy_, std::try_to_lock);
        if (!alone || workers_.empty()) {
            for (std::size_t index = 0; index < parts_; ++index) work(body, {index, parts_});
            return;
        }
        work_ = work;
        body_ = body;
        working_.store(static_cast<std::uint32_t>(workers_.size()), std::memory_order_relaxed);
        call();
        do_parts(0, workers_.size() + 1);
        for (std::uint32_t left = working_.load(std::memory_order_acquire); left > 0;
             left = working_.load(std::memory_order_acquire)) {
            wait(working_, left);
        }
    }

  private:
    static constexpr int spins = 1000; // of 45 ns on recent processors of Intel

    void call() {
        round_.fetch_add(1, std::memory_order_release);
        round_.notify_all();
    }

    /// Until `value` is not `old` any more.
    static void wait(const std::atomic<std::uint32_t>& value, std::uint32_t old) {
        for (int spin = 0; spin < spins; ++spin) {
            if (value.load(std::memory_order_acquire) != old) return;
#if defined(__x86_64__)
            __builtin_ia32_pause();
#elif defined(__aarch64__)
            asm volatile("yield");
#endif
        }
        value.wait(old, std::memory_order_acquire);
    }

    void do_parts(std::size_t first, std::size_t workers) const {
        for (std::size_t index = first; index < parts_; index += workers) work_(body_, {index, parts_});
    }

    void serve(std::size_t index, std::size_t workers) {
        const kernels::ScopedFlushDenormals flush;
        for (std::uint32_t round = 0;; ++round) {
            wait(round_, round);
            if (!work_) return;
            do_parts(index, workers);
            if (working_.fetch_sub(1, std::memory_order_release) == 1) working_.notify_one();
        }
    }

    const std::size_t parts_;
    std::mutex busy_;
    Work work_ = nullptr;
    const void* body_ = nullptr;
    alignas(64) std::atomic<std::uint32_t> round_ = 0; ///< how often there was work
    alignas(64) std::atomic<std::uint32_t> working_ = 0;
    std::vector<std::thread> workers_;
};

} // namespace tenon
